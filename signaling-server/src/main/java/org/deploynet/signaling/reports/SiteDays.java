package org.deploynet.signaling.reports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.api.SiteDay;
import org.deploynet.signaling.storage.Sql;

/**
 * Bytes and spending of each site by day (UTC) and class of super-peer, written with the entry that pays, so that they are what the
 * ledger says. Every method runs inside a transaction of its caller.
 */
public final class SiteDays {
    static final int KEPT_DAYS = 90;

    private SiteDays() {}

    /** A receipt of {@code site} was posted: {@code bytes} more than before, for {@code microcredits} with the fee. */
    public static void add(
            Connection connection, KeyId site, Reachability peer, long nowMillis, long bytes, long microcredits)
            throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO site_day (site, day, peer, bytes, microcredits) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT (site, day, peer) DO UPDATE SET bytes = bytes + excluded.bytes,"
                        + " microcredits = microcredits + excluded.microcredits",
                site.hex(),
                day(nowMillis),
                peer.name(),
                bytes,
                microcredits);
    }

    /** The days of {@code site} that had anything, of the last {@code most} up to {@code nowMillis}; the newest first. */
    static List<SiteDay> of(Connection connection, KeyId site, long nowMillis, int most) throws SQLException {
        Map<Long, Map<Reachability, Long>> bytes = new TreeMap<>();
        Map<Long, Long> spent = new TreeMap<>();
        for (Row row : rows(connection, site, day(nowMillis) - most)) {
            bytes.computeIfAbsent(row.day(), _ -> new EnumMap<>(Reachability.class))
                    .merge(row.peer(), row.bytes(), Long::sum);
            spent.merge(row.day(), row.microcredits(), Long::sum);
        }
        return bytes.entrySet().stream()
                .map(each -> new SiteDay(each.getKey(), each.getValue(), spent.getOrDefault(each.getKey(), 0L)))
                .toList()
                .reversed();
    }

    private record Row(long day, Reachability peer, long bytes, long microcredits) {}

    private static List<Row> rows(Connection connection, KeyId site, long after) throws SQLException {
        return Sql.all(
                connection,
                "SELECT day, peer, bytes, microcredits FROM site_day WHERE site = ? AND day > ? ORDER BY day",
                row -> new Row(row.getLong(1), Reachability.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)),
                site.hex(),
                after);
    }

    static long day(long millis) {
        return Math.floorDiv(millis, TimeUnit.DAYS.toMillis(1));
    }
}
