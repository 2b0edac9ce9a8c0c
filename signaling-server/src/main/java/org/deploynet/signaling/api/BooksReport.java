package org.deploynet.signaling.api;

import java.util.List;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * The ledger as its operator sees it: what each kind of account holds in microcredits, whose sum is {@code sum} (always 0), how many
 * entries there are, and who earns most from whom of what can still be taken back.
 */
public record BooksReport(List<Kind> kinds, long sum, long entries, List<Flow> flows) {
    public static final int MAX_KINDS = 16;
    public static final int MAX_FLOWS = 20;

    /** Accounts of one kind, such as {@code peer:pending}: how many, and their sum. */
    public record Kind(String name, long accounts, long microcredits) {}

    /** What {@code peer} has earned with {@code site} and cannot use yet, in microcredits, with that many receipts. */
    public record Flow(KeyId site, KeyId peer, long receipts, long microcredits) {}

    public BooksReport {
        kinds = Check.list("kinds", kinds, MAX_KINDS);
        flows = Check.list("flows", flows, MAX_FLOWS);
    }
}
