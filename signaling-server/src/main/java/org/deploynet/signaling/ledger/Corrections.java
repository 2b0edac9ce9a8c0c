package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.ClawbackReason;
import org.deploynet.signaling.ledger.PendingCredits.Lot;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * How the operator sets right what should not have been posted: by further entries, never by changing one. Amounts in
 * microcredits. Safe from any thread.
 */
public final class Corrections {
    // What else is posted follows from tickets, whose rows say how they stand; a receipt's earnings are clawed back.
    private static final Set<String> UNDONE_BY_OPERATOR = Set.of("grant", "transfer");

    /** What was taken back: receipts and microcredits, the network's fee for them included. */
    public record Taken(long receipts, long microcredits) {
        Taken plus(Taken other) {
            return new Taken(receipts + other.receipts, Math.addExact(microcredits, other.microcredits));
        }
    }

    /** What became of a correction. */
    public enum Outcome {
        DONE,
        UNKNOWN_ENTRY,
        /** Only grants and transfers are undone so. */
        OTHER_KIND,
        DONE_BEFORE,
        /** The credits are no longer where the entry put them. */
        SPENT
    }

    private record Found(String kind, String postings) {}

    private final Database database;
    private final Ledger ledger;
    private final PendingCredits pending;

    public Corrections(Database database, Ledger ledger, Settlement settlement) {
        this.database = database;
        this.ledger = ledger;
        this.pending = settlement.pending();
    }

    /**
     * Gives back to {@code site} what super-peer {@code peer} earned with it and cannot use yet, with the fee, to the accounts
     * it came from; with {@code ticket} only what that one earned. What is available already stays. A second time takes nothing.
     */
    public Taken clawback(KeyId peer, KeyId site, Optional<String> ticket, ClawbackReason why) {
        Taken all = new Taken(0, 0);
        Taken batch;
        do {
            batch = database.call(connection -> clawback(connection, peer, site, ticket, why));
            all = all.plus(batch);
        } while (batch.receipts() > 0);
        return all;
    }

    Taken clawback(Connection connection, KeyId peer, KeyId site, Optional<String> ticket, ClawbackReason why)
            throws SQLException {
        Taken taken = new Taken(0, 0);
        List<Lot> lots = pending.of(connection, peer, site, ticket);
        for (Lot lot : lots) {
            ledger.post(
                    connection,
                    Entry.of(
                            "clawback",
                            lot.entry() + " " + why.code(),
                            Entry.posting(Account.pending(peer), -lot.amount()),
                            Entry.posting(Account.FEE, -lot.fee()),
                            Entry.posting(Account.granted(site), lot.granted()),
                            Entry.posting(Account.budget(site), lot.amount() + lot.fee() - lot.granted())));
            pending.drop(connection, lot);
            taken = taken.plus(new Taken(1, lot.amount() + lot.fee()));
        }
        return taken;
    }

    /** Undoes entry {@code sequence}, a grant or a transfer, whole and once. */
    public Outcome undo(long sequence) {
        return database.call(connection -> undo(connection, sequence));
    }

    Outcome undo(Connection connection, long sequence) throws SQLException {
        Optional<Found> found = Sql.first(
                connection,
                "SELECT kind, postings FROM entry WHERE sequence = ?",
                row -> new Found(row.getString(1), row.getString(2)),
                sequence);
        if (found.isEmpty()) {
            return Outcome.UNKNOWN_ENTRY;
        }
        if (!UNDONE_BY_OPERATOR.contains(found.get().kind())) {
            return Outcome.OTHER_KIND;
        }
        if (Sql.number(connection, "SELECT count(*) FROM correction WHERE entry = ?", sequence) > 0) {
            return Outcome.DONE_BEFORE;
        }
        return undo(connection, sequence, Entry.read(found.get().postings()));
    }

    private Outcome undo(Connection connection, long sequence, List<Entry.Posting> postings) throws SQLException {
        for (Entry.Posting posting : postings) {
            if (ledger.balance(connection, posting.account()) < posting.amount()
                    && !posting.account().equals(Account.ISSUE)) {
                return Outcome.SPENT;
            }
        }
        Entry.Posting[] back = postings.stream()
                .map(posting -> Entry.posting(posting.account(), -posting.amount()))
                .toArray(Entry.Posting[]::new);
        ledger.post(connection, Entry.of("correction", Long.toString(sequence), back));
        Sql.change(connection, "INSERT INTO correction (entry) VALUES (?)", sequence);
        return Outcome.DONE;
    }
}
