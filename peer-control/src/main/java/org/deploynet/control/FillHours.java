package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The hours of the day in which files may be fetched from origins: from {@code from} until before {@code to}, over midnight
 * if that is earlier, by the clock on the wall; both the same is any time. In JSON {@code "22:00-07:00"} or {@code "any"}.
 * Immutable.
 */
public record FillHours(LocalTime from, LocalTime to) {
    public static final FillHours ANY_TIME = new FillHours(LocalTime.MIN, LocalTime.MIN);

    private static final String ANY_WORD = "any";
    private static final Pattern HOURS = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})");
    /** A window that a clock change swallowed opens on the next day, also where two such days follow each other. */
    private static final int DAYS_AHEAD = 3;

    public FillHours {
        from = from.truncatedTo(ChronoUnit.MINUTES);
        to = to.truncatedTo(ChronoUnit.MINUTES);
        if (from.equals(to)) {
            from = LocalTime.MIN;
            to = LocalTime.MIN;
        }
    }

    public boolean isAnyTime() {
        return from.equals(to);
    }

    /** Whether {@code now} is within the hours where {@code zone} is. */
    public boolean areOpen(Instant now, ZoneId zone) {
        return isAnyTime() || contains(now.atZone(zone).toLocalTime());
    }

    private boolean contains(LocalTime time) {
        boolean begun = !time.isBefore(from);
        boolean over = !time.isBefore(to);
        return from.isBefore(to) ? begun && !over : begun || !over;
    }

    /**
     * When the hours begin next; empty while they are open. When clocks are set forward over the beginning, that is the
     * moment they are set; when they are set back into the hours, these begin once more.
     */
    public Optional<Instant> opensAt(Instant now, ZoneId zone) {
        return areOpen(now, zone)
                ? Optional.empty()
                : Stream.concat(beginnings(now, zone.getRules()), changes(now, zone.getRules()))
                        .filter(candidate -> candidate.isAfter(now) && areOpen(candidate, zone))
                        .min(Instant::compareTo);
    }

    private Stream<Instant> beginnings(Instant now, ZoneRules rules) {
        LocalDate today = LocalDate.ofInstant(now, rules.getOffset(now));
        return IntStream.rangeClosed(0, DAYS_AHEAD)
                .mapToObj(days -> today.plusDays(days).atTime(from))
                .flatMap(time -> rules.getValidOffsets(time).stream().map(time::toInstant));
    }

    private static Stream<Instant> changes(Instant now, ZoneRules rules) {
        return Stream.iterate(
                        rules.nextTransition(now), Objects::nonNull, next -> rules.nextTransition(next.getInstant()))
                .limit(2)
                .map(ZoneOffsetTransition::getInstant);
    }

    // Public, both: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FillHours ofJson(String text) {
        if (text.equals(ANY_WORD)) {
            return ANY_TIME;
        }
        Matcher matcher = HOURS.matcher(text);
        if (!matcher.matches()) {
            throw malformed(text);
        }
        try {
            var hours = new FillHours(LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2)));
            if (hours.isAnyTime()) {
                throw malformed(text);
            }
            return hours;
        } catch (DateTimeException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("fill hours are as 22:00-07:00 or \"any\", not " + text);
    }

    @JsonValue
    public String toJson() {
        return isAnyTime() ? ANY_WORD : from + "-" + to;
    }
}
