package org.deploynet.signaling;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Settlement;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/** What time brings about in the ledger: held credits go back, earned ones become available. One thread at a time. */
final class Housekeeping {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final int MAX_BATCHES = 100;

    private final Database database;
    private final Budgets budgets;
    private final Settlement settlement;
    private final Clock clock;

    Housekeeping(Database database, Budgets budgets, Settlement settlement, Clock clock) {
        this.database = database;
        this.budgets = budgets;
        this.settlement = settlement;
        this.clock = clock;
    }

    /** Time in which this server could not be reached takes nothing from those who hold receipts. */
    void wake() {
        long now = clock.millis();
        Optional<Long> last = database.call(
                connection -> Sql.first(connection, "SELECT at FROM alive WHERE one = 1", row -> row.getLong(1)));
        last.filter(at -> at < now).ifPresent(at -> budgets.prolong(Duration.ofMillis(now - at)));
        markAlive();
    }

    void run() {
        long now = clock.millis();
        for (int batch = 0; batch < MAX_BATCHES && budgets.releaseDue(now) > 0; batch++) {
            LOG.log(Level.DEBUG, "held credits of expired tickets went back");
        }
        for (int batch = 0; batch < MAX_BATCHES && settlement.mature(now) > 0; batch++) {
            LOG.log(Level.DEBUG, "earned credits became available");
        }
        markAlive();
    }

    private void markAlive() {
        database.call(connection -> Sql.change(
                connection,
                "INSERT INTO alive (one, at) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET at = excluded.at",
                clock.millis()));
    }
}
