package org.deploynet.control.earnings;

import java.util.List;
import java.util.Optional;

/**
 * Some of the receipts, those that changed first before others; {@code next} asks for more, and is absent after the last. One that
 * changes meanwhile may come twice, none is left out. Immutable.
 */
public record ReceiptPage(List<HeldReceipt> receipts, Optional<String> next) {
    /** The most on one page. */
    public static final int MOST = 100;

    public ReceiptPage {
        receipts = List.copyOf(receipts);
    }
}
