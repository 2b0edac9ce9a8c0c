package org.deploynet.control.earnings;

import java.io.IOException;
import java.util.Optional;

/** What any face can ask of what was earned; the rules are those of {@code PeerControl}. */
public interface EarningsControl {
    EarningsReport earnings() throws IOException;

    /** The receipts that are listed one by one; {@code after} is the {@code next} of the page before. */
    ReceiptPage receipts(Optional<String> after) throws IOException;
}
