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

/** What receipts brought in for a site, by day (UTC). Inside a transaction of the caller. */
final class SiteDays {
    private static final int HOURS = 24;

    private SiteDays() {}

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
                "SELECT hour / " + HOURS + " AS day, peer, sum(bytes), sum(microcredits) FROM spending"
                        + " WHERE site = ? AND hour >= ? GROUP BY day, peer ORDER BY day",
                row -> new Row(row.getLong(1), Reachability.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)),
                site.hex(),
                (after + 1) * HOURS);
    }

    static long day(long millis) {
        return Math.floorDiv(millis, TimeUnit.DAYS.toMillis(1));
    }
}
