package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/** Credits that super-peers put into the budgets of sites: once for each id that the asker chose. Safe from any thread. */
public final class Transfers {
    /** What became of a transfer. */
    public enum Outcome {
        /** Now or before. */
        DONE,
        UNKNOWN_SITE,
        /** Fewer credits are available. */
        NOT_ENOUGH,
        /** The id belongs to a transfer with other figures. */
        OTHER_FIGURES
    }

    private final Database database;
    private final Ledger ledger;
    private final Predicate<KeyId> knows;

    /** @param knows whether a site is registered */
    public Transfers(Database database, Ledger ledger, Predicate<KeyId> knows) {
        this.database = database;
        this.ledger = ledger;
        this.knows = knows;
    }

    /** Moves available credits of {@code peer} to what the site may spend; those that go back to a grant remain granted ones. */
    public Outcome transfer(KeyId peer, Transfer wish) {
        // Asked outside the transaction: it has one of its own.
        boolean known = knows.test(wish.site());
        return database.call(connection -> known ? transfer(connection, peer, wish) : Outcome.UNKNOWN_SITE);
    }

    Outcome transfer(Connection connection, KeyId peer, Transfer wish) throws SQLException {
        Optional<Boolean> before = Sql.first(
                connection,
                "SELECT site, amount FROM transfer WHERE peer = ? AND id = ?",
                row -> row.getString(1).equals(wish.site().hex()) && row.getLong(2) == wish.microcredits(),
                peer.hex(),
                wish.id());
        if (before.isPresent()) {
            return before.get() ? Outcome.DONE : Outcome.OTHER_FIGURES;
        }
        // Granted ones first, as a site spends them, and granted they stay: else a site's own super-peer would turn
        // what it was
        // granted into credits that it was not.
        long granted = Math.min(wish.microcredits(), ledger.balance(connection, Account.availableGranted(peer)));
        long earned = wish.microcredits() - granted;
        if (ledger.balance(connection, Account.available(peer)) < earned) {
            return Outcome.NOT_ENOUGH;
        }
        ledger.post(
                connection,
                Entry.of(
                        "transfer",
                        wish.id(),
                        Entry.posting(Account.availableGranted(peer), -granted),
                        Entry.posting(Account.available(peer), -earned),
                        Entry.posting(Account.granted(wish.site()), granted),
                        Entry.posting(Account.budget(wish.site()), earned)));
        Sql.change(
                connection,
                "INSERT INTO transfer (peer, id, site, amount) VALUES (?,?,?,?)",
                peer.hex(),
                wish.id(),
                wish.site().hex(),
                wish.microcredits());
        return Outcome.DONE;
    }
}
