package org.deploynet.control.earnings;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All receipts, page by page. */
public final class Receipts {
    private Receipts() {}

    /** Each once, as it was when it was last told. */
    public static Collection<HeldReceipt> all(EarningsControl engine) throws IOException {
        Map<String, HeldReceipt> byTicket = new LinkedHashMap<>();
        Optional<String> next = Optional.empty();
        do {
            ReceiptPage page = engine.receipts(next);
            page.receipts().forEach(receipt -> byTicket.put(receipt.ticket(), receipt));
            next = page.next();
        } while (next.isPresent());
        return byTicket.values();
    }
}
