package org.deploynet.control.sharing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What may be shared in each half hour of the week, by the clock on the wall. In JSON seven strings, Monday's first, of 48
 * letters each: {@code F}, {@code L} and {@code P}. Immutable.
 */
public final class WeekPlan {
    public static final int DAYS = 7;
    public static final int HALF_HOURS = 48;
    /** Everything at any time. */
    public static final WeekPlan ALWAYS_FULL = new WeekPlan(new SharingLevel[DAYS * HALF_HOURS]);

    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    /** A week and the hour that clocks may be changed by. */
    private static final int STEPS_AHEAD = DAYS * HALF_HOURS + 4;

    private final SharingLevel[] cells;

    private WeekPlan(SharingLevel[] cells) {
        this.cells = Arrays.stream(cells)
                .map(level -> level == null ? SharingLevel.FULL : level)
                .toArray(SharingLevel[]::new);
    }

    /** {@code halfHour} counts from 0, which begins at midnight, to 47. */
    public SharingLevel at(DayOfWeek day, int halfHour) {
        return cells[index(day, halfHour)];
    }

    public SharingLevel at(ZonedDateTime time) {
        return at(time.getDayOfWeek(), halfHour(time.toLocalTime()));
    }

    /** The half hour in which {@code time} is. */
    public static int halfHour(LocalTime time) {
        return time.getHour() * 2 + time.getMinute() / 30;
    }

    /** The same but for the half hours of {@code day} from {@code first} until before {@code end}. */
    public WeekPlan with(DayOfWeek day, int first, int end, SharingLevel level) {
        if (first > end) {
            throw new IllegalArgumentException("half hours " + first + " to " + end);
        }
        SharingLevel[] next = cells.clone();
        Arrays.fill(next, index(day, first), end == first ? index(day, first) : index(day, end - 1) + 1, level);
        return new WeekPlan(next);
    }

    public boolean isAlwaysFull() {
        return equals(ALWAYS_FULL);
    }

    /** When another level begins; empty if there is only one. Clock changes count as the wall shows them. */
    public Optional<Instant> nextChange(Instant now, ZoneId zone) {
        SharingLevel level = at(now.atZone(zone));
        ZonedDateTime step = now.atZone(zone).truncatedTo(ChronoUnit.HOURS);
        for (int ahead = 0; ahead < STEPS_AHEAD; ahead++) {
            step = step.plus(HALF_HOUR);
            if (step.toInstant().isAfter(now) && at(step) != level) {
                return Optional.of(step.toInstant());
            }
        }
        return Optional.empty();
    }

    private static int index(DayOfWeek day, int halfHour) {
        if (halfHour < 0 || halfHour >= HALF_HOURS) {
            throw new IllegalArgumentException("half hour " + halfHour);
        }
        return (day.getValue() - 1) * HALF_HOURS + halfHour;
    }

    // Both public: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WeekPlan ofJson(List<String> days) {
        if (days.size() != DAYS || !days.stream().allMatch(day -> day.length() == HALF_HOURS)) {
            throw new IllegalArgumentException("a week is 7 strings of 48 letters, each F, L or P");
        }
        return new WeekPlan(
                String.join("", days).chars().mapToObj(SharingLevel::ofLetter).toArray(SharingLevel[]::new));
    }

    @JsonValue
    public List<String> toJson() {
        return Arrays.stream(DayOfWeek.values()).map(this::letters).toList();
    }

    private String letters(DayOfWeek day) {
        return Arrays.stream(cells, index(day, 0), index(day, HALF_HOURS - 1) + 1)
                .map(level -> String.valueOf(level.letter()))
                .collect(Collectors.joining());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeekPlan plan && Arrays.equals(cells, plan.cells);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cells);
    }

    @Override
    public String toString() {
        return String.join(" ", toJson());
    }
}
