package org.deploynet.engine.history;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;

/** Bytes up and down of each day, of the latest 400 days. One thread at a time. */
final class LineDays {
    private static final int MOST_DAYS = 400;

    private final NavigableMap<LocalDate, Bytes> days = new TreeMap<>();

    /** Of one day, in all. */
    record Bytes(long up, long down) {
        static final Bytes NONE = new Bytes(0, 0);

        Bytes plus(Bytes other) {
            return new Bytes(up + other.up, down + other.down);
        }

        long counted(DataCap.Counts counts) {
            return (counts.countsUp() ? up : 0) + (counts.countsDown() ? down : 0);
        }
    }

    void add(LocalDate day, long up, long down) {
        put(day, of(day).plus(new Bytes(up, down)));
    }

    /** The day had at least that much. */
    void atLeast(LocalDate day, Bytes bytes) {
        Bytes known = of(day);
        put(day, new Bytes(Math.max(known.up(), bytes.up()), Math.max(known.down(), bytes.down())));
    }

    private void put(LocalDate day, Bytes bytes) {
        days.put(day, bytes);
        while (days.size() > MOST_DAYS) {
            days.pollFirstEntry();
        }
    }

    Bytes of(LocalDate day) {
        return days.getOrDefault(day, Bytes.NONE);
    }

    NavigableMap<LocalDate, Bytes> copy() {
        return new TreeMap<>(days);
    }

    DataUse use(DataCap cap, LocalDate today) {
        LocalDate from = cap.periodStart(today);
        LocalDate until = cap.periodEnd(today);
        Bytes month = days.subMap(from, until).values().stream().reduce(Bytes.NONE, Bytes::plus);
        long used = month.counted(cap.counts());
        long usedToday = of(today).counted(cap.counts());
        long usedBefore = used - usedToday;
        long daysBefore = ChronoUnit.DAYS.between(from, today);
        long daysLeft = ChronoUnit.DAYS.between(today, until);
        Optional<Long> allowance = cap.bytes()
                .filter(most -> cap.paced())
                // Rounded up, so that the last day may have all that is left.
                .map(most -> Math.ceilDiv(Math.max(0, most - usedBefore), daysLeft));
        Optional<Long> forecast = daysBefore == 0
                ? Optional.empty()
                : Optional.of(usedBefore
                        + Math.max(usedToday, usedBefore / daysBefore)
                        + usedBefore / daysBefore * (daysLeft - 1));
        return new DataUse(from, until, used, month.up(), month.down(), usedToday, allowance, forecast);
    }
}
