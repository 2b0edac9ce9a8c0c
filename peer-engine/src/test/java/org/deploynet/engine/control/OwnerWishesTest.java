package org.deploynet.engine.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.deploynet.engine.limits.ManualTicker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerWishesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path folder;

    private final List<OwnerWish> told = new ArrayList<>();

    private final ManualTicker ticker = new ManualTicker();

    private OwnerWishes load(Instant now) throws IOException {
        return load(InstantSource.fixed(now));
    }

    private OwnerWishes load(InstantSource clock) throws IOException {
        return OwnerWishes.load(folder.resolve("wish.json"), clock, ticker, told::add);
    }

    @Test
    void sharesUntilToldOtherwise() throws IOException {
        assertEquals(new OwnerWish.Share(), load(NOW).now());
        assertEquals(List.of(new OwnerWish.Share()), told);
    }

    @Test
    void aPauseSurvivesARestart() throws IOException {
        load(NOW).become(new OwnerWish.Pause(Optional.empty()));
        assertEquals(new OwnerWish.Pause(Optional.empty()), load(NOW).now());
        load(NOW).become(new OwnerWish.Share());
        assertEquals(new OwnerWish.Share(), load(NOW).now());
    }

    @Test
    void aTimedPauseEndsAlsoWhileTheEngineIsOff() throws IOException {
        var pause = new OwnerWish.Pause(Optional.of(NOW.plus(Duration.ofHours(2))));
        load(NOW).become(pause);
        assertEquals(pause, load(NOW.plus(Duration.ofMinutes(119))).now());
        assertEquals(new OwnerWish.Share(), load(NOW.plus(Duration.ofHours(2))).now());
    }

    @Test
    void aClockSetBackDoesNotProlongAPause() throws IOException {
        var clock = new AtomicReference<>(NOW);
        OwnerWishes wishes = load(clock::get);
        wishes.become(new OwnerWish.Pause(Optional.of(NOW.plus(Duration.ofMinutes(15)))));
        clock.set(NOW.minus(Duration.ofDays(300)));
        ticker.advance(Duration.ofMinutes(15).minusNanos(1));
        wishes.endTimedPause();
        assertEquals(Optional.of(Duration.ofNanos(1)), wishes.timedPauseLeft());
        ticker.advance(Duration.ofNanos(1));
        wishes.endTimedPause();
        assertEquals(new OwnerWish.Share(), wishes.now());
    }

    @Test
    void aPauseEndsOnTimeThoughTheMachineSlept() throws IOException {
        var clock = new AtomicReference<>(NOW);
        OwnerWishes wishes = load(clock::get);
        wishes.become(new OwnerWish.Pause(Optional.of(NOW.plus(Duration.ofHours(1)))));
        clock.set(NOW.plus(Duration.ofHours(1)));
        wishes.endTimedPause();
        assertEquals(new OwnerWish.Share(), wishes.now());
    }

    @Test
    void aDrainBecomesAPauseWhenTheLastBrowserLeft() throws IOException {
        OwnerWishes wishes = load(NOW);
        wishes.drained();
        assertEquals(new OwnerWish.Share(), wishes.now());
        wishes.become(new OwnerWish.Drain());
        wishes.drained();
        assertEquals(new OwnerWish.Pause(Optional.empty()), wishes.now());
        assertEquals(List.of(new OwnerWish.Share(), new OwnerWish.Drain(), wishes.now()), told);
    }

    @Test
    void doesLessRatherThanMoreWhenItsFileIsDamaged() throws IOException {
        Files.writeString(folder.resolve("wish.json"), "{\"wish\":");
        assertEquals(new OwnerWish.Pause(Optional.empty()), load(NOW).now());
    }
}
