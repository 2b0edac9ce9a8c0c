package org.deploynet.signaling.reports;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.Counted;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * How often something was refused to each site or its visitors, by day (UTC) and reason, for 90 days: counted in memory and written
 * by {@link #save}, so that a kill takes what came since. Only of sites that the network knows, so that strangers cannot make it
 * grow. Safe from any thread; {@code save} and {@code of} block.
 */
public final class Refusals {
    private static final int KEPT_DAYS = 90;

    private final Database database;
    private final Clock clock;
    private Map<Key, Long> unsaved = new HashMap<>();

    private record Key(KeyId site, long day, String why) {}

    public Refusals(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param why a code, such as {@code no-peer} */
    public synchronized void count(KeyId site, String why) {
        unsaved.merge(new Key(site, SiteDays.day(clock.millis()), why), 1L, Long::sum);
    }

    /** Writes down what was counted since the last time, and forgets what is too old. */
    public void save() {
        Map<Key, Long> counted = take();
        long oldest = SiteDays.day(clock.millis()) - KEPT_DAYS;
        database.call(connection -> {
            for (var each : counted.entrySet()) {
                Sql.change(
                        connection,
                        "INSERT INTO refusal (site, day, why, times) VALUES (?,?,?,?) ON CONFLICT (site, day, why)"
                                + " DO UPDATE SET times = times + excluded.times",
                        each.getKey().site().hex(),
                        each.getKey().day(),
                        each.getKey().why(),
                        each.getValue());
            }
            return Sql.change(connection, "DELETE FROM refusal WHERE day <= ?", oldest);
        });
    }

    /** Of the last {@link SiteReport#DAYS} days, what happened most first. */
    List<Counted> of(KeyId site) {
        save();
        return database.call(connection -> Sql.all(
                connection,
                "SELECT why, sum(times) FROM refusal WHERE site = ? AND day > ? GROUP BY why ORDER BY 2 DESC, 1 LIMIT "
                        + SiteReport.MAX_REFUSED,
                row -> new Counted(row.getString(1), row.getLong(2)),
                site.hex(),
                SiteDays.day(clock.millis()) - SiteReport.DAYS));
    }

    private synchronized Map<Key, Long> take() {
        Map<Key, Long> taken = unsaved;
        unsaved = new HashMap<>();
        return taken;
    }
}
