package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.deploynet.engine.limits.ManualTicker;
import org.junit.jupiter.api.Test;

class RecyclingTest {
    private static final long MB = 1_000_000;
    private static final Duration LOOK = Duration.ofNanos(Recycling.LOOK_NANOS);

    private final ManualTicker ticker = new ManualTicker();
    private final List<String> done = new ArrayList<>();
    private OptionalLong resident = OptionalLong.of(100 * MB);
    private long garbage;
    private int tidied;
    private final Recycling recycling = new Recycling(
            400 * MB, () -> resident, this::tidy, ticker, () -> done.add("finish"), () -> done.add("recycle"));

    @Test
    void startsAfreshAtOnceWhenNobodyIsConnected() {
        look(Duration.ZERO, 100 * MB, 0);
        look(LOOK, 400 * MB, 0);
        assertEquals(List.of(), done);
        look(LOOK, 401 * MB, 0);
        assertEquals(List.of("finish", "recycle"), done);
        look(LOOK, 500 * MB, 0);
        assertEquals(List.of("finish", "recycle"), done);
    }

    @Test
    void letsThoseWhoAreConnectedFinish() {
        look(Duration.ZERO, 100 * MB, 0);
        look(LOOK, 450 * MB, 3);
        assertEquals(List.of("finish"), done);
        look(Duration.ofSeconds(20), 450 * MB, 1);
        assertEquals(List.of("finish"), done);
        look(Duration.ofSeconds(1), 450 * MB, 0);
        assertEquals(List.of("finish", "recycle"), done);
    }

    @Test
    void doesNotWaitForThemLongerThanAMinute() {
        look(Duration.ZERO, 100 * MB, 0);
        look(LOOK, 450 * MB, 3);
        look(Duration.ofSeconds(59), 450 * MB, 3);
        assertEquals(List.of("finish"), done);
        look(Duration.ofSeconds(1), 450 * MB, 3);
        assertEquals(List.of("finish", "recycle"), done);
    }

    @Test
    void doesNotCountWhatOpenLinksTake() {
        look(Duration.ZERO, 100 * MB, 0);
        look(LOOK, 600 * MB, 1_000);
        assertEquals(List.of(), done);
        look(LOOK, 630 * MB, 1_000);
        assertEquals(List.of("finish"), done);
    }

    @Test
    void doesNotStartAgainAndAgainWhereAStartTakesTheMarkAlready() {
        look(Duration.ZERO, 420 * MB, 0);
        look(LOOK, 510 * MB, 0);
        assertEquals(List.of(), done);
        look(LOOK, 521 * MB, 0);
        assertEquals(List.of("finish", "recycle"), done);
    }

    @Test
    void doesNotStartAfreshForGarbage() {
        look(Duration.ZERO, 100 * MB, 0);
        garbage = 200 * MB;
        look(LOOK, 600 * MB, 3);
        assertEquals(List.of(), done);
        look(LOOK, 601 * MB, 3);
        assertEquals(List.of("finish"), done);
    }

    @Test
    void looksEveryTenSeconds() {
        look(Duration.ZERO, 100 * MB, 0);
        look(LOOK.minusNanos(1), 500 * MB, 0);
        assertEquals(List.of(), done);
        look(Duration.ofNanos(1), 500 * MB, 0);
        assertEquals(List.of("finish", "recycle"), done);
    }

    @Test
    void doesNothingWhereMemoryIsNotKnown() {
        resident = OptionalLong.empty();
        recycling.look(0);
        ticker.advance(LOOK);
        recycling.look(0);
        assertEquals(List.of(), done);
        assertEquals(0, tidied);
    }

    private void tidy() {
        tidied++;
        resident = OptionalLong.of(resident.orElse(0) - garbage);
    }

    private void look(Duration later, long bytes, int links) {
        ticker.advance(later);
        resident = OptionalLong.of(bytes);
        recycling.look(links);
    }
}
