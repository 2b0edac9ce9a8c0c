package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkPacerTest {
    private static final double MBIT = 125_000;

    /** A line that was measured and at which nothing else happens. */
    private static SimulatedLine measured(double capacity) {
        var line = new SimulatedLine(capacity);
        line.run(Duration.ofMinutes(8));
        line.takeLongestQueue();
        assertBetween(0.65, 0.75, line.limitOfCapacity());
        return line;
    }

    private static void assertBetween(double least, double most, double got) {
        assertTrue(got >= least && got <= most, got + " is not between " + least + " and " + most);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 5, 10, 16, 40, 100, 1_000})
    void takesSeventyPercentOfWhatTheLineCarries(double mbits) {
        SimulatedLine line = measured(mbits * MBIT);
        line.run(Duration.ofSeconds(90));
        assertBetween(0.65, 0.75, line.limitOfCapacity());
        assertBetween(0.65, 0.75, line.rate() / line.capacity);
        assertEquals(0, line.takeLongestQueue());
        assertEquals(0, line.pacer.steppedAside());
    }

    @Test
    void assumesTwoMegabytesASecondBeforeAnythingIsMeasured() {
        var line = new SimulatedLine(40 * MBIT);
        assertEquals(2_000_000, line.pacer.bytesPerSecond());
        assertEquals(Optional.empty(), line.pacer.measuredBytesPerSecond());
    }

    @Test
    void leavesASlowLineWithinSeconds() {
        var line = new SimulatedLine(5 * MBIT);
        line.run(Duration.ofSeconds(8));
        assertTrue(line.queueSeconds() < 0.1, line.queueSeconds() + " s of queue");
        assertTrue(line.limitOfCapacity() < 0.75);
    }

    @Test
    void stepsAsideForOthersOnceAndComesBackWhenTheyAreGone() {
        SimulatedLine line = measured(10 * MBIT);
        line.others = 5 * MBIT;
        line.run(Duration.ofSeconds(20));
        assertEquals(1, line.pacer.steppedAside());
        assertEquals(0, line.queueSeconds());
        line.others = 0;
        line.run(Duration.ofMinutes(3));
        assertEquals(1, line.pacer.steppedAside());
        assertBetween(0.65, 0.75, line.limitOfCapacity());
    }

    @Test
    void givesAllButTheLeastToWhoTakesTheWholeLine() {
        SimulatedLine line = measured(10 * MBIT);
        line.others = 11 * MBIT;
        line.run(Duration.ofMinutes(1));
        assertEquals(UplinkPacer.LEAST_BYTES_PER_SECOND, line.pacer.bytesPerSecond());
        assertTrue(line.pacer.isAside());
        assertEquals(1, line.pacer.steppedAside());
    }

    @Test
    void countsEachTimeThatOthersCome() {
        SimulatedLine line = measured(10 * MBIT);
        for (int time = 1; time <= 3; time++) {
            line.others = 6 * MBIT;
            line.run(Duration.ofSeconds(20));
            assertEquals(time, line.pacer.steppedAside());
            line.others = 0;
            line.run(Duration.ofMinutes(5));
        }
    }

    @Test
    void leavesRoomForOthersWhoStayAndTakesItBackAfterThem() {
        SimulatedLine line = measured(10 * MBIT);
        line.others = 5 * MBIT;
        line.run(Duration.ofMinutes(30));
        line.takeLongestQueue();
        int before = line.pacer.steppedAside();
        line.run(Duration.ofMinutes(30));
        assertTrue(line.pacer.steppedAside() - before <= 6, line.pacer.steppedAside() + " times after " + before);
        assertBetween(0, 0.3, line.takeLongestQueue());
        line.others = 0;
        line.run(Duration.ofMinutes(42));
        assertBetween(0.65, 0.75, line.limitOfCapacity());
    }

    @Test
    void doesNotGrowBeyondWhatIsUsed() {
        var line = new SimulatedLine(100 * MBIT);
        line.demand = 4 * MBIT;
        line.run(Duration.ofHours(1));
        assertEquals(2_000_000, line.pacer.bytesPerSecond());
        assertEquals(Optional.empty(), line.pacer.measuredBytesPerSecond());
    }

    @Test
    void doesNotGrowWithoutAnswers() {
        var line = new SimulatedLine(100 * MBIT);
        line.answering = false;
        line.run(Duration.ofMinutes(1));
        assertEquals(2_000_000, line.pacer.bytesPerSecond());
    }

    @Test
    void aLostPacketIsNoFullLine() {
        SimulatedLine line = measured(10 * MBIT);
        long before = line.pacer.bytesPerSecond();
        line.holdBackAnswers(Duration.ofMillis(250));
        line.run(Duration.ofSeconds(2));
        assertEquals(before, line.pacer.bytesPerSecond());
        assertEquals(0, line.pacer.steppedAside());
    }

    @Test
    void aMachineThatSleptIsNoFullLine() {
        SimulatedLine line = measured(10 * MBIT);
        line.sleep(Duration.ofMinutes(20));
        line.run(Duration.ofSeconds(2));
        assertEquals(0, line.pacer.steppedAside());
    }

    @Test
    void aLongerWayIsTakenForWhatItIsAfterTenMinutes() {
        SimulatedLine line = measured(10 * MBIT);
        line.waySeconds = 0.2;
        line.run(Duration.ofMinutes(9));
        assertTrue(line.pacer.isAside());
        line.run(Duration.ofMinutes(8));
        assertFalse(line.pacer.isAside());
        assertBetween(0.65, 0.75, line.limitOfCapacity());
    }

    @Test
    void aLowerLimitOfTheOwnerIsNoMeasureOfTheLine() {
        SimulatedLine line = measured(10 * MBIT);
        line.allowed = 1 * MBIT;
        line.others = 10 * MBIT;
        line.run(Duration.ofSeconds(30));
        line.allowed = TokenBucket.UNLIMITED;
        line.others = 0;
        assertBetween(
                0.95 * 10 * MBIT,
                1.05 * 10 * MBIT,
                line.pacer.measuredBytesPerSecond().orElseThrow());
        line.run(Duration.ofMinutes(6));
        assertBetween(0.65, 0.75, line.limitOfCapacity());
    }

    @Test
    void findsALineThatBecameFaster() {
        SimulatedLine line = measured(10 * MBIT);
        line.capacity = 40 * MBIT;
        line.run(Duration.ofMinutes(20));
        assertBetween(0.65, 0.75, line.limitOfCapacity());
        assertEquals(0, line.pacer.steppedAside());
    }

    @Test
    void findsALineThatBecameSlower() {
        SimulatedLine line = measured(40 * MBIT);
        line.capacity = 10 * MBIT;
        line.run(Duration.ofMinutes(5));
        assertTrue(line.queueSeconds() < 0.1);
        line.run(Duration.ofHours(1));
        assertBetween(0.65, 0.75, line.limitOfCapacity());
    }

    @Test
    void measuringAgainTakesAMoment() {
        SimulatedLine line = measured(10 * MBIT);
        line.run(Duration.ofMinutes(40));
        assertBetween(0.1, 0.4, line.takeLongestQueue());
        assertEquals(0, line.queueSeconds());
        assertBetween(0.65, 0.75, line.limitOfCapacity());
        assertEquals(0, line.pacer.steppedAside());
    }
}
