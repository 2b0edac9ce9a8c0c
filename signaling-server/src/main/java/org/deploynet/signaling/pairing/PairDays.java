package org.deploynet.signaling.pairing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * How many links of each pair of classes opened, by day (UTC), for {@value #DAYS} days: in memory, and written down by {@link #save},
 * so that a kill takes what was counted since. No address and nobody's name. Safe from any thread; {@link #start} and {@code save}
 * block.
 */
final class PairDays {
    static final int DAYS = 90;

    private static final String READ = "SELECT day, visitor, peer, ipv6, direct, relayed, opened, failed FROM pairing";
    private static final String WRITE =
            "INSERT OR REPLACE INTO pairing (day, visitor, peer, ipv6, direct, relayed, opened, failed)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM pairing WHERE day < ?";

    private record Row(long day, Pair pair, Tally tally) {}

    private final Database database;
    private final Clock clock;
    private final TreeMap<Long, Map<Pair, Tally>> days = new TreeMap<>();
    private final Set<Long> unsaved = new HashSet<>();
    private Map<Pair, Tally> total = new HashMap<>();

    PairDays(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Reads what was counted before this start. */
    void start() {
        var rows = database.call(connection -> Sql.all(
                connection,
                READ,
                row -> new Row(
                        row.getLong("day"),
                        new Pair(
                                Reachability.valueOf(row.getString("visitor")),
                                Reachability.valueOf(row.getString("peer")),
                                row.getBoolean("ipv6")),
                        new Tally(
                                row.getLong("direct"),
                                row.getLong("relayed"),
                                row.getLong("opened"),
                                row.getLong("failed")))));
        synchronized (this) {
            rows.forEach(row ->
                    days.computeIfAbsent(row.day(), _ -> new HashMap<>()).merge(row.pair(), row.tally(), Tally::and));
            forget();
        }
    }

    synchronized void count(Pair pair, Outcome outcome) {
        long today = today();
        Map<Pair, Tally> now = days.computeIfAbsent(today, _ -> new HashMap<>());
        now.merge(pair, Tally.of(outcome), Tally::and);
        total.merge(pair, Tally.of(outcome), Tally::and);
        unsaved.add(today);
    }

    /** Of the last {@value #DAYS} days. */
    synchronized Map<Pair, Tally> total() {
        return Map.copyOf(total);
    }

    /** What happened to {@code pair}, see {@link Pair#covers}. */
    synchronized Tally of(Pair pair) {
        return PeerTallies.covered(total, pair);
    }

    /** Writes down what was counted since the last time, and forgets what is too old. */
    void save() {
        Map<Long, Map<Pair, Tally>> changed = takeUnsaved();
        if (changed.isEmpty()) {
            return;
        }
        try {
            write(changed, oldest());
        } catch (RuntimeException e) {
            synchronized (this) {
                unsaved.addAll(changed.keySet());
            }
            throw e;
        }
    }

    private synchronized Map<Long, Map<Pair, Tally>> takeUnsaved() {
        forget();
        var changed = new HashMap<Long, Map<Pair, Tally>>();
        unsaved.forEach(day -> changed.put(day, Map.copyOf(days.getOrDefault(day, Map.of()))));
        unsaved.clear();
        return changed;
    }

    private synchronized long oldest() {
        return days.isEmpty() ? today() : days.firstKey();
    }

    private void write(Map<Long, Map<Pair, Tally>> changed, long oldest) {
        database.call(connection -> {
            for (var day : changed.entrySet()) {
                for (var each : day.getValue().entrySet()) {
                    Pair pair = each.getKey();
                    Tally tally = each.getValue();
                    Sql.change(
                            connection,
                            WRITE,
                            day.getKey(),
                            pair.visitor().name(),
                            pair.peer().name(),
                            pair.ipv6(),
                            tally.direct(),
                            tally.relayed(),
                            tally.opened(),
                            tally.failed());
                }
            }
            return Sql.change(connection, FORGET, oldest);
        });
    }

    // By number, too: a clock that jumps leaves days behind that are never too old.
    private void forget() {
        days.headMap(today() - DAYS + 1).clear();
        while (days.size() > DAYS) {
            days.pollFirstEntry();
        }
        unsaved.retainAll(days.keySet());
        var sum = new HashMap<Pair, Tally>();
        days.values().forEach(day -> day.forEach((pair, tally) -> sum.merge(pair, tally, Tally::and)));
        total = sum;
    }

    private long today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }
}
