package org.deploynet.signaling.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.storage.Sql;

/**
 * What receipts brought in for each site in each hour of the clock (UTC), by class of super-peer: bytes, and microcredits that the site
 * paid for them, fees included. Of its visitors nothing. Written with the entry that pays, so that it is what the ledger says; what was
 * clawed back later still counts as spent then. Every method runs inside a transaction of its caller.
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

    /** A receipt of {@code site} was posted: {@code bytes} more than before, for {@code microcredits} with the fee. */
    public static void add(
            Connection connection, KeyId site, Reachability peer, long nowMillis, long bytes, long microcredits)
            throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO spending (site, hour, peer, bytes, microcredits) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT (site, hour, peer) DO UPDATE SET bytes = bytes + excluded.bytes,"
                        + " microcredits = microcredits + excluded.microcredits",
                site.hex(),
                hour(nowMillis),
                peer.name(),
                bytes,
                microcredits);
    }

    /**
     * The median of what {@code site} paid in those hours of the 7 days before {@code hour} in which it paid anything; the upper
     * one of two. 0 where there was none: what is usual for it is not known yet.
     */
    static long usual(Connection connection, KeyId site, long hour) throws SQLException {
        List<Long> paid = Sql.all(
                connection,
                "SELECT sum(microcredits) AS paid FROM spending WHERE site = ? AND hour >= ? AND hour < ?"
                        + " GROUP BY hour HAVING paid > 0 ORDER BY paid",
                row -> row.getLong(1),
                site.hex(),
                hour - USUAL_HOURS,
                hour);
        return paid.isEmpty() ? 0 : paid.get(paid.size() / 2);
    }

    /** What {@code site} paid on the day (UTC) of {@code nowMillis} so far, microcredits with the fee. */
    public static long today(Connection connection, KeyId site, long nowMillis) throws SQLException {
        long today = Math.floorDiv(nowMillis, Duration.ofDays(1).toMillis());
        return Sql.number(
                connection,
                "SELECT sum(microcredits) FROM spending WHERE site = ? AND hour >= ?",
                site.hex(),
                today * Duration.ofDays(1).toHours());
    }

    static void forget(Connection connection, long hour) throws SQLException {
        Sql.change(connection, "DELETE FROM spending WHERE hour < ?", hour - KEPT_FOR.toHours());
    }
}
