package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.deploynet.control.History;
import org.deploynet.control.UploadLimit;
import org.junit.jupiter.api.Test;

/** The upload graph before it is drawn. */
final class CurveTest {
    private static final Instant END = Instant.parse("2026-11-21T14:05:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final long MB = 1_000_000;

    private static History hour(Instant until, long... bytes) {
        Instant first = END.minus(Duration.ofMinutes(bytes.length - 1));
        List<History.Point> points = IntStream.range(0, bytes.length)
                .mapToObj(i -> new History.Point(first.plus(Duration.ofMinutes(i)), bytes[i], 0, 0, 0, 0))
                .toList();
        return new History(History.Range.HOUR, until, points);
    }

    @Test
    void aStepIsDrawnAsItsRate() {
        var curve = UploadCurve.of(hour(END.plusSeconds(30), 60 * MB, 120 * MB, 30 * MB), UploadLimit.UNLIMITED);

        assertEquals(
                List.of(MB, 2 * MB, MB),
                curve.steps().stream().map(UploadCurve.Step::bytesPerSecond).toList());
        assertEquals(2 * MB, curve.highest());
        assertEquals(210 * MB, curve.bytes());
        assertEquals(0.2, curve.steps().getFirst().middle(), 1e-9);
    }

    @Test
    void aStepThatHasOnlyBegunIsNotDrawn() {
        assertEquals(
                2,
                UploadCurve.of(hour(END.plusMillis(10), 1, 2, 3), UploadLimit.UNLIMITED)
                        .steps()
                        .size());
        assertEquals(
                3,
                UploadCurve.of(hour(END.plusSeconds(6), 1, 2, 3), UploadLimit.UNLIMITED)
                        .steps()
                        .size());
    }

    @Test
    void theNearestStepIsRead() {
        var curve = UploadCurve.of(hour(END.plusSeconds(60), 1, 2, 3), UploadLimit.UNLIMITED);

        assertEquals(0, curve.nearest(-1));
        assertEquals(1, curve.nearest(0.5));
        assertEquals(2, curve.nearest(7));
        assertEquals(-1, UploadCurve.of(hour(END), UploadLimit.UNLIMITED).nearest(0.5));
    }

    @Test
    void theScaleHasRoundLinesAndHoldsTheHighest() {
        for (long highest : new long[] {0, 1, 999, 1_000, 123_456, 2_140_000, 99_999_999, 1_250_000_000L}) {
            RateScale scale = RateScale.of(highest, UploadLimit.UNLIMITED);

            assertTrue(scale.top() >= highest, "" + highest);
            assertTrue(scale.lines().size() >= 2 && scale.lines().size() <= 5, scale + " has " + scale.lines());
            assertEquals(0, scale.height(0));
            assertTrue(scale.height(highest) <= 1);
        }
    }

    @Test
    void aLimitNearTheCurveIsDrawnAndOneFarAboveIsNot() {
        assertTrue(RateScale.of(2 * MB, new UploadLimit(5 * MB)).limitIsShown());
        assertTrue(RateScale.of(0, new UploadLimit(5 * MB)).limitIsShown());
        assertFalse(RateScale.of(MB, new UploadLimit(5 * MB)).limitIsShown());
        assertFalse(RateScale.of(MB, UploadLimit.UNLIMITED).limitIsShown());
        assertFalse(RateScale.of(MB, new UploadLimit(0)).limitIsShown());
        assertTrue(RateScale.of(2 * MB, new UploadLimit(5 * MB)).top() > 5 * MB);
    }

    @Test
    void timeLabelsAreRoundInTheOwnersZone() {
        Instant from = Instant.parse("2026-11-21T13:07:20Z");

        assertEquals(
                List.of(Instant.parse("2026-11-21T13:15:00Z"), Instant.parse("2026-11-21T13:30:00Z")),
                TimeTicks.between(from, from.plus(Duration.ofMinutes(30)), Duration.ofMinutes(15), BERLIN));
    }

    @Test
    void timeLabelsStayRoundWhereTheClockGoesBack() {
        // 25 October 2026, 03:00 summer time is 02:00 winter time in Berlin.
        Instant from = Instant.parse("2026-10-24T21:30:00Z");
        List<Instant> ticks = TimeTicks.between(from, from.plus(Duration.ofHours(14)), Duration.ofHours(4), BERLIN);

        assertEquals(
                List.of(0, 4, 8, 12),
                ticks.stream().map(tick -> tick.atZone(BERLIN).getHour()).toList());
    }
}
