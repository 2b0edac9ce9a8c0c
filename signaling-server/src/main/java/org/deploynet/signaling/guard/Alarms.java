package org.deploynet.signaling.guard;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.regions.RegionDays;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * Hours in which a site spent unusually much, found while the hour still runs and kept for 90 days; one alarm a site and hour. Safe
 * from any thread; blocks.
 */
public final class Alarms {
    private static final System.Logger LOG = System.getLogger(Alarms.class.getName());
    private static final Duration RECENT = Duration.ofDays(1);
    private static final String KIND = "unusual-spending";

    private final Database database;
    private final AlarmRule rule;
    private final Clock clock;
    private volatile int recent;

    private record Spent(KeyId site, long microcredits) {}

    public Alarms(Database database, AlarmRule rule, Clock clock) {
        this.database = database;
        this.rule = rule;
        this.clock = clock;
    }

    /** Looks at this hour and at the one before, whose last minutes nobody may have looked at; returns the alarms that are new. */
    public List<SpendingAlarm> look() {
        List<SpendingAlarm> raised = database.call(this::look);
        for (SpendingAlarm alarm : raised) {
            LOG.log(
                    Level.WARNING,
                    "site {0} spent {1} microcredits within an hour, usually {2}",
                    alarm.site(),
                    Long.toString(alarm.spent()),
                    Long.toString(alarm.usual()));
        }
        return raised;
    }

    /** The newest of all sites, at most {@link SpendingAlarm#MOST}. */
    public List<SpendingAlarm> latest() {
        return database.call(connection -> Sql.all(
                connection,
                "SELECT * FROM alarm ORDER BY hour DESC, at DESC LIMIT " + SpendingAlarm.MOST,
                Alarms::read));
    }

    /** The newest of {@code site}, at most {@link SpendingAlarm#MOST}. */
    public List<SpendingAlarm> of(KeyId site) {
        return database.call(connection -> Sql.all(
                connection,
                "SELECT * FROM alarm WHERE site = ? ORDER BY hour DESC LIMIT " + SpendingAlarm.MOST,
                Alarms::read,
                site.hex()));
    }

    /** How many there were in the last 24 hours when somebody last looked. Does not block. */
    public int recent() {
        return recent;
    }

    private List<SpendingAlarm> look(Connection connection) throws SQLException {
        long hour = Spending.hour(clock.millis());
        List<SpendingAlarm> raised = new ArrayList<>();
        for (long looked = hour - 1; looked <= hour; looked++) {
            for (Spent spent : above(connection, looked)) {
                long usual = Spending.usual(connection, spent.site(), looked);
                if (rule.isUnusual(spent.microcredits(), usual)) {
                    raised.addAll(raise(connection, spent, looked, usual));
                }
            }
        }
        Spending.forget(connection, hour);
        RegionDays.forget(connection, clock.millis(), Spending.KEPT_FOR);
        Sql.change(connection, "DELETE FROM alarm WHERE hour < ?", hour - Spending.KEPT_FOR.toHours());
        recent = Math.toIntExact(
                Sql.number(connection, "SELECT count(*) FROM alarm WHERE hour > ?", hour - RECENT.toHours()));
        return raised;
    }

    private List<Spent> above(Connection connection, long hour) throws SQLException {
        return Sql.all(
                connection,
                "SELECT site, sum(microcredits) AS paid FROM spending WHERE hour = ? GROUP BY site HAVING paid > ?",
                row -> new Spent(new KeyId(row.getString(1)), row.getLong(2)),
                hour,
                rule.floor());
    }

    // An alarm of this hour that is known grows with what is spent on.
    private List<SpendingAlarm> raise(Connection connection, Spent spent, long hour, long usual) throws SQLException {
        int known = Sql.change(
                connection,
                "UPDATE alarm SET spent = ? WHERE site = ? AND hour = ?",
                spent.microcredits(),
                spent.site().hex(),
                hour);
        if (known > 0) {
            return List.of();
        }
        var alarm = new SpendingAlarm(
                spent.site(), KIND, Duration.ofHours(hour).toMillis(), clock.millis(), spent.microcredits(), usual);
        Sql.change(
                connection,
                "INSERT INTO alarm (site, hour, kind, at, spent, usual) VALUES (?,?,?,?,?,?)",
                alarm.site().hex(),
                hour,
                alarm.kind(),
                alarm.at(),
                alarm.spent(),
                alarm.usual());
        return List.of(alarm);
    }

    private static SpendingAlarm read(ResultSet row) throws SQLException {
        return new SpendingAlarm(
                new KeyId(row.getString("site")),
                row.getString("kind"),
                Duration.ofHours(row.getLong("hour")).toMillis(),
                row.getLong("at"),
                row.getLong("spent"),
                row.getLong("usual"));
    }
}
