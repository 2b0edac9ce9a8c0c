package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.storage.Sql;

/**
 * What super-peers have earned and cannot use yet, one lot a receipt, until its time has come or the operator takes it back.
 * Amounts in microcredits. Every method runs inside a transaction of its caller.
 */
final class PendingCredits {
    private static final int AT_ONCE = 500;

    /**
     * What one posted receipt earned. {@code entry} is the number of the entry that paid it, {@code amount} what the super-peer
     * got, {@code fee} what the network got, {@code granted} the part of both that came from credits that the site was granted.
     */
    record Lot(long entry, String ticket, KeyId peer, KeyId site, long amount, long fee, long granted) {
        // The fee comes last out of what was granted, so that never more is free of it than was paid in.
        long amountGranted() {
            return Math.min(amount, granted);
        }

        static Lot read(ResultSet row) throws SQLException {
            return new Lot(
                    row.getLong("entry"),
                    row.getString("ticket"),
                    new KeyId(row.getString("peer")),
                    new KeyId(row.getString("site")),
                    row.getLong("amount"),
                    row.getLong("fee"),
                    row.getLong("granted"));
        }
    }

    private final Ledger ledger;
    private final Clock clock;
    private final Duration pendingFor;

    PendingCredits(Ledger ledger, Clock clock, Duration pendingFor) {
        this.ledger = ledger;
        this.clock = clock;
        this.pendingFor = pendingFor;
    }

    void add(Connection connection, Lot lot) throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO maturing (entry, peer, amount, due, site, ticket, fee, granted) VALUES (?,?,?,?,?,?,?,?)",
                lot.entry(),
                lot.peer().hex(),
                lot.amount(),
                clock.millis() + pendingFor.toMillis(),
                lot.site().hex(),
                lot.ticket(),
                lot.fee(),
                lot.granted());
    }

    /** Makes those available whose waiting time is over. Returns how many, at most a batch. */
    int mature(Connection connection, long nowMillis) throws SQLException {
        List<Lot> due = Sql.all(
                connection,
                "SELECT * FROM maturing WHERE due <= ? ORDER BY due LIMIT " + AT_ONCE,
                Lot::read,
                nowMillis);
        for (Lot lot : due) {
            ledger.post(
                    connection,
                    Entry.of(
                            "mature",
                            Long.toString(lot.entry()),
                            Entry.posting(Account.pending(lot.peer()), -lot.amount()),
                            Entry.posting(Account.availableGranted(lot.peer()), lot.amountGranted()),
                            Entry.posting(Account.available(lot.peer()), lot.amount() - lot.amountGranted())));
            drop(connection, lot);
        }
        return due.size();
    }

    /** When all that {@code peer} has earned so far will be available, in ms since 1970; empty where nothing waits. */
    Optional<Long> allBy(Connection connection, KeyId peer) throws SQLException {
        return Sql.first(
                connection,
                "SELECT due FROM maturing WHERE peer = ? ORDER BY due DESC LIMIT 1",
                row -> row.getLong(1),
                peer.hex());
    }

    /** Those that {@code peer} earned with {@code site}, or with one ticket only; at most a batch. */
    List<Lot> of(Connection connection, KeyId peer, KeyId site, Optional<String> ticket) throws SQLException {
        return Sql.all(
                connection,
                "SELECT * FROM maturing WHERE peer = ?1 AND site = ?2 AND (?3 = '' OR ticket = ?3) ORDER BY entry LIMIT "
                        + AT_ONCE,
                Lot::read,
                peer.hex(),
                site.hex(),
                ticket.orElse(""));
    }

    void drop(Connection connection, Lot lot) throws SQLException {
        Sql.change(connection, "DELETE FROM maturing WHERE entry = ?", lot.entry());
    }
}
