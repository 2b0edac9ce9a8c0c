package org.deploynet.signaling.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.storage.Sql;

/**
 * What each site paid in each hour of the clock (UTC), fees included, in microcredits; of its visitors nothing. What was clawed back
 * later still counts as spent then. Every method runs inside a transaction of its caller.
 */
public final class Spending {
    /** Hours are forgotten after this. */
    static final Duration KEPT_FOR = Duration.ofDays(90);

    private static final int USUAL_HOURS = 7 * 24;

    private Spending() {}

    /** The hour of {@code millis} since 1970, counted from there. */
    static long hour(long millis) {
        return Math.floorDiv(millis, Duration.ofHours(1).toMillis());
    }

    /** {@code site} has paid. */
    public static void add(Connection connection, KeyId site, long nowMillis, long microcredits) throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO spending (site, hour, microcredits) VALUES (?,?,?) ON CONFLICT (site, hour)"
                        + " DO UPDATE SET microcredits = microcredits + excluded.microcredits",
                site.hex(),
                hour(nowMillis),
                microcredits);
    }

    /**
     * The median of what {@code site} paid in those hours of the 7 days before {@code hour} in which it paid anything; the upper
     * one of two. 0 where there was none: what is usual for it is not known yet.
     */
    static long usual(Connection connection, KeyId site, long hour) throws SQLException {
        long hours = Sql.number(
                connection,
                "SELECT count(*) FROM spending WHERE site = ? AND hour >= ? AND hour < ?",
                site.hex(),
                hour - USUAL_HOURS,
                hour);
        return Sql.number(
                connection,
                "SELECT microcredits FROM spending WHERE site = ? AND hour >= ? AND hour < ?"
                        + " ORDER BY microcredits LIMIT 1 OFFSET ?",
                site.hex(),
                hour - USUAL_HOURS,
                hour,
                hours / 2);
    }

    static void forget(Connection connection, long hour) throws SQLException {
        Sql.change(connection, "DELETE FROM spending WHERE hour < ?", hour - KEPT_FOR.toHours());
    }
}
