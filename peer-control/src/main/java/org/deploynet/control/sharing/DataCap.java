package org.deploynet.control.sharing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;

/**
 * The most that may cross the line in a month, bytes with every header; empty is no cap. The month begins at local midnight of
 * {@code resetDay}, or of the month's last day where that is earlier. While {@code paced}, what is left is shared out evenly
 * over the days that are left. Immutable.
 */
public record DataCap(Optional<Long> bytes, Counts counts, int resetDay, boolean paced) {
    public static final long MOST_BYTES = 1_000_000_000_000_000L;
    public static final DataCap NONE = new DataCap(Optional.empty(), Counts.BOTH, 1, true);

    private static final int LAST_DAY = 31;

    /** Which direction counts. */
    public enum Counts {
        UP,
        DOWN,
        BOTH;

        public boolean countsUp() {
            return this != DOWN;
        }

        public boolean countsDown() {
            return this != UP;
        }

        public String textKey() {
            return "engine.counts." + name().toLowerCase(Locale.ROOT);
        }
    }

    public DataCap {
        if (bytes.isPresent() && (bytes.get() < 0 || bytes.get() > MOST_BYTES)) {
            throw new IllegalArgumentException("a data cap of " + bytes.get() + " bytes");
        }
        if (resetDay < 1 || resetDay > LAST_DAY) {
            throw new IllegalArgumentException("a month begins on a day from 1 to 31, not " + resetDay);
        }
    }

    /** The first day of the month of accounting that {@code day} is in. */
    public LocalDate periodStart(LocalDate day) {
        YearMonth month = YearMonth.from(day);
        LocalDate start = startIn(month);
        return day.isBefore(start) ? startIn(month.minusMonths(1)) : start;
    }

    /** The first day of the next one. */
    public LocalDate periodEnd(LocalDate day) {
        return startIn(YearMonth.from(periodStart(day)).plusMonths(1));
    }

    private LocalDate startIn(YearMonth month) {
        return month.atDay(Math.min(resetDay, month.lengthOfMonth()));
    }
}
