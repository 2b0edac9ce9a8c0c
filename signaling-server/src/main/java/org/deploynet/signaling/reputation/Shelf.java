package org.deploynet.signaling.reputation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/** The books in the database: no address, nothing of a visitor. Safe from any thread; blocks. */
final class Shelf {
    private static final String DAYS =
            "SELECT day, bytes, prefixes, asked, connected, declined, failed, wrong FROM reputation_day WHERE peer = ?";
    private static final String PAST =
            "SELECT since, demotions, demoted_until, answer_millis FROM reputation WHERE peer = ?";
    private static final String WRITE_DAY =
            "INSERT OR REPLACE INTO reputation_day (peer, day, bytes, prefixes, asked, connected, declined, failed, wrong)"
                    + " VALUES (?,?,?,?,?,?,?,?,?)";
    private static final String WRITE_PAST =
            "INSERT OR REPLACE INTO reputation (peer, since, demotions, demoted_until, answer_millis)"
                    + " VALUES (?,?,?,?,?)";
    private static final String FORGET_DAYS = "DELETE FROM reputation_day WHERE day < ?";
    // Who was here long ago and left nothing: its next visit is a new beginning.
    private static final String FORGET_PASTS = "DELETE FROM reputation WHERE since < ? AND demoted_until < ?"
            + " AND NOT EXISTS (SELECT 1 FROM reputation_day WHERE peer = reputation.peer)";
    private static final double NEVER = -1;

    private final Database database;

    Shelf(Database database) {
        this.database = database;
    }

    PeerBook read(KeyId peer, long nowMillis) {
        return database.call(connection -> {
            Optional<Past> past = Sql.first(
                    connection,
                    PAST,
                    row -> new Past(
                            row.getLong(1),
                            row.getInt(2),
                            row.getLong(3),
                            Optional.of(row.getDouble(4)).filter(millis -> millis > NEVER)),
                    peer.hex());
            return new PeerBook(
                    past.orElse(Past.beginning(nowMillis)), days(connection, peer, nowMillis), past.isEmpty());
        });
    }

    private static NavigableMap<Long, DaySum> days(Connection connection, KeyId peer, long nowMillis)
            throws SQLException {
        var days = new TreeMap<Long, DaySum>();
        Sql.all(connection, DAYS, row -> new PeerBook.Row(row.getLong(1), sum(row)), peer.hex())
                .forEach(row -> days.put(row.day(), row.sum()));
        days.headMap(oldest(nowMillis)).clear();
        return days;
    }

    private static DaySum sum(ResultSet row) throws SQLException {
        return new DaySum(
                row.getLong(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    void write(Map<KeyId, PeerBook.Unsaved> changed) {
        database.call(connection -> {
            for (var each : changed.entrySet()) {
                write(connection, each.getKey().hex(), each.getValue());
            }
            return changed.size();
        });
    }

    private static void write(Connection connection, String peer, PeerBook.Unsaved changed) throws SQLException {
        if (changed.past().isPresent()) {
            Past past = changed.past().get();
            Sql.change(
                    connection,
                    WRITE_PAST,
                    peer,
                    past.sinceMillis(),
                    past.demotions(),
                    past.demotedUntil(),
                    past.answerMillis().orElse(NEVER));
        }
        for (PeerBook.Row row : changed.rows()) {
            DaySum sum = row.sum();
            Sql.change(
                    connection,
                    WRITE_DAY,
                    peer,
                    row.day(),
                    sum.bytes(),
                    sum.prefixes(),
                    sum.asked(),
                    sum.connected(),
                    sum.declined(),
                    sum.failed(),
                    sum.wrong());
        }
    }

    /** Once a day. */
    void forget(long nowMillis) {
        long before = nowMillis - Duration.ofDays(PeerBook.DAYS).toMillis();
        database.call(connection -> Sql.change(connection, FORGET_DAYS, oldest(nowMillis))
                + Sql.change(connection, FORGET_PASTS, before, before));
    }

    private static long oldest(long nowMillis) {
        return PeerBook.day(nowMillis) - PeerBook.DAYS + 1;
    }
}
