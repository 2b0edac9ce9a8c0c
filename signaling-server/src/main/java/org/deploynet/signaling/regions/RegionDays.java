package org.deploynet.signaling.regions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.RegionSum;
import org.deploynet.signaling.storage.Sql;

/**
 * What receipts brought in by day (UTC) and country of the visitor: a sum of many, and nothing else of them. Every method runs inside a
 * transaction of its caller.
 */
public final class RegionDays {
    private RegionDays() {}

    /** The day of {@code millis} since 1970, counted from there. */
    private static long day(long millis) {
        return Math.floorDiv(millis, Duration.ofDays(1).toMillis());
    }

    /** A receipt of {@code site} was posted: {@code bytes} more, for {@code microcredits} with the fee. */
    public static void add(
            Connection connection, KeyId site, Optional<String> country, long nowMillis, long bytes, long microcredits)
            throws SQLException {
        Sql.change(
                connection,
                "INSERT INTO region (site, day, country, bytes, microcredits) VALUES (?,?,?,?,?)"
                        + " ON CONFLICT (site, day, country) DO UPDATE SET bytes = bytes + excluded.bytes,"
                        + " microcredits = microcredits + excluded.microcredits",
                site.hex(),
                day(nowMillis),
                country.orElse(""),
                bytes,
                microcredits);
    }

    /** Of the last {@code days} days, the country with the most bytes first. */
    public static List<RegionSum> of(Connection connection, KeyId site, long nowMillis, int days) throws SQLException {
        return Sql.all(
                connection,
                "SELECT country, sum(bytes), sum(microcredits) FROM region WHERE site = ? AND day > ?"
                        + " GROUP BY country ORDER BY 2 DESC, 1 LIMIT " + RegionSum.MOST,
                row -> new RegionSum(
                        Optional.of(row.getString(1)).filter(code -> !code.isEmpty()), row.getLong(2), row.getLong(3)),
                site.hex(),
                day(nowMillis) - days);
    }

    /** Forgets what is older than {@code keptFor}. */
    public static void forget(Connection connection, long nowMillis, Duration keptFor) throws SQLException {
        Sql.change(connection, "DELETE FROM region WHERE day < ?", day(nowMillis) - keptFor.toDays());
    }
}
