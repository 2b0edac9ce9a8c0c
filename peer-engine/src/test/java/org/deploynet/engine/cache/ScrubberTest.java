package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubberTest {
    private static final Logger LOG = Logger.getLogger("org.deploynet.engine");
    private static final Scrubber.Pace PACE =
            new Scrubber.Pace(Duration.ofDays(14), Duration.ofHours(1), 100_000, 8_000_000);

    @TempDir
    Path folder;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final ManualClock clock = new ManualClock();
    private final ManualNaps naps = new ManualNaps(clock);
    private final List<Sample> samples = IntStream.range(0, 40)
            .mapToObj(n -> Sample.of(n, n % 8 == 7 ? 2 * Pieces.PIECE_BYTES + 1000 : 90_000 + n))
            .toList();
    private final long pieces = samples.stream().mapToLong(Sample::pieces).sum();
    private final long payloadBytes =
            samples.stream().mapToLong(sample -> sample.bytes().length).sum();
    private PieceStore store;
    private Scrubber scrubber;

    @BeforeEach
    void fill() throws IOException {
        LOG.setLevel(Level.OFF);
        Files.createDirectories(folder.resolve("cache"));
        store = open();
        scrubber = begin(Optional::empty);
        samples.forEach(sample -> assertTrue(sample.into(store, Sample.SITE)));
    }

    @AfterEach
    void close() {
        LOG.setLevel(null);
        store.close();
    }

    private PieceStore open() throws IOException {
        var options =
                new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), 1L << 30, 0, 2 * 1024 * 1024);
        return PieceStore.open(options, disk, clock);
    }

    private Scrubber begin(Supplier<Optional<ScrubPause>> manners) {
        Scrubber begun = store.scrubber(PACE, naps);
        begun.behave(manners);
        return begun;
    }

    private ScrubReport scrubAll() {
        scrubber.scrubNow();
        naps.run(scrubber, () -> !scrubber.report().underWay());
        return scrubber.report();
    }

    @Test
    void findsNothingWhereNothingRotted() {
        ScrubReport report = scrubAll();
        assertEquals(pieces, report.piecesChecked());
        assertEquals(pieces, report.piecesTotal());
        assertTrue(report.bytesChecked() >= payloadBytes, "layers count too");
        assertEquals(0, report.rotFound());
        assertEquals(Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS)), report.lastFinished());
        assertFalse(report.running());
        assertFalse(report.requested());
    }

    @Test
    void findsCountsAndDropsWhatRottedAndSeesItMended() throws IOException {
        List<Sample> rotten = samples.subList(9, 15);
        rotten.forEach(sample -> flip(sample, RecordHeader.Kind.PIECE));
        assertEquals(rotten.size(), scrubAll().rotFound());
        assertEquals(rotten.size(), store.stats().rottenPieces());
        for (Sample sample : rotten) {
            Awaitility.await().until(() -> !store.has(sample.id()));
            assertTrue(store.piece(sample.id(), 0).isEmpty());
        }
        assertEquals(pieces - rotten.size(), store.stats().pieces());
        assertEquals(0, scrubber.report().rotMended());
        rotten.forEach(sample -> assertTrue(sample.into(store, Sample.SITE)));
        assertEquals(rotten.size(), scrubber.report().rotMended());
        assertEquals(0, scrubAll().rotFound());
        assertEquals(pieces, scrubber.report().piecesChecked());
    }

    @Test
    void aRottenLayerIsFoundOnceAndItsObjectTakenAgain() {
        Sample large = samples.get(7);
        flip(large, RecordHeader.Kind.LAYER);
        assertEquals(1, scrubAll().rotFound());
        Awaitility.await().until(() -> !store.has(large.id()));
        assertTrue(large.into(store, Sample.SITE));
        assertEquals(large.piece(1), store.piece(large.id(), 1).orElseThrow());
        assertEquals(0, scrubAll().rotFound());
    }

    @Test
    void isNoReaderInTheEyesOfTheEviction() {
        List<Instant> readAt = lastReads();
        clock.advance(Duration.ofDays(1));
        scrubAll();
        assertEquals(readAt, lastReads());
        assertEquals(0, store.stats().hits());
        assertEquals(0, store.stats().misses());
        assertEquals(0, store.stats().hitBytes());
    }

    @Test
    void goesOnAfterARestartWhereItWas() throws IOException {
        flip(samples.get(2), RecordHeader.Kind.PIECE);
        scrubber.scrubNow();
        naps.run(scrubber, () -> scrubber.report().bytesChecked() >= payloadBytes / 2);
        ScrubReport before = scrubber.report();
        assertTrue(before.piecesChecked() < pieces);
        scrubber.close();
        scrubber.run();
        store.close();
        clock.advance(Duration.ofHours(5));
        store = open();
        scrubber = begin(Optional::empty);
        ScrubReport after = scrubber.report();
        assertEquals(before.piecesChecked(), after.piecesChecked());
        assertEquals(before.startedAt(), after.startedAt());
        assertEquals(1, after.rotFound());
        assertTrue(after.requested());
        naps.run(scrubber, () -> !scrubber.report().underWay());
        assertEquals(pieces, scrubber.report().piecesChecked());
        assertEquals(1, scrubber.report().rotFound());
    }

    @Test
    void checksAllInTimeAndAShareAtATime() {
        Instant start = clock.instant();
        naps.run(scrubber, () -> scrubber.report().lastFinished().isPresent());
        Duration took = Duration.between(start, clock.instant());
        assertTrue(took.compareTo(PACE.round()) < 0, () -> "a round took " + took);
        assertTrue(took.compareTo(Duration.ofHours(10)) > 0, () -> "a round was through after " + took);
        assertTrue(naps.taken().stream().filter(PACE.nap()::equals).count() > 10);
        naps.run(scrubber, () -> scrubber.report().startedAt().orElseThrow().isAfter(start));
        assertEquals(start.plus(PACE.round()), scrubber.report().startedAt().orElseThrow());
    }

    @Test
    void isNeverFasterThanItMay() {
        Instant start = clock.instant();
        scrubAll();
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        assertTrue(payloadBytes / seconds <= PACE.bytesPerSecond(), () -> payloadBytes + " bytes in " + seconds + " s");
    }

    @Test
    void waitsWhileThereIsSomethingBetterToDoUnlessItWasAsked() {
        for (ScrubPause why : List.of(ScrubPause.ON_BATTERY, ScrubPause.MACHINE_BUSY, ScrubPause.UPLOAD_BUSY)) {
            clock.advance(PACE.round());
            scrubber = begin(() -> Optional.of(why));
            naps.run(scrubber, () -> scrubber.report().pausedBecause().equals(Optional.of(why)));
            assertEquals(0, scrubber.report().piecesChecked());
            assertTrue(naps.taken().getLast().compareTo(Duration.ofMinutes(1)) > 0, "it asks all the time");
            scrubber.behave(Optional::empty);
            naps.run(scrubber, () -> scrubber.report().piecesChecked() > 0);
            assertEquals(Optional.empty(), scrubber.report().pausedBecause());
            scrubber.behave(() -> Optional.of(why));
            assertEquals(pieces, scrubAll().piecesChecked());
        }
    }

    @Test
    void waitsWhileTheCacheServesOnly() {
        disk.fail(Operation.APPEND, Integer.MAX_VALUE);
        assertThrows(UncheckedIOException.class, () -> Sample.of(99, 5000).into(store, Sample.SITE));
        scrubber.scrubNow();
        naps.run(scrubber, () -> scrubber.report().pausedBecause().isPresent());
        assertEquals(Optional.of(ScrubPause.SERVES_ONLY), scrubber.report().pausedBecause());
        assertEquals(0, scrubber.report().piecesChecked());
    }

    @Test
    void givesNothingUpWhenTheDiskIsGone() {
        disk.fail(Operation.READ, Integer.MAX_VALUE);
        scrubber.scrubNow();
        naps.run(scrubber, () -> scrubber.report().pausedBecause().isPresent());
        assertEquals(Optional.of(ScrubPause.DISK_UNREADABLE), scrubber.report().pausedBecause());
        assertEquals(0, store.stats().rottenPieces());
        disk.fail(Operation.READ, 0);
        naps.run(scrubber, () -> !scrubber.report().underWay());
        assertEquals(0, scrubber.report().rotFound());
        assertEquals(pieces, scrubber.report().piecesChecked());
        assertEquals(pieces, store.stats().pieces());
    }

    @Test
    void givesUpASinglePieceThatCannotBeRead() {
        disk.fail(Operation.READ, 2);
        assertEquals(1, scrubAll().rotFound());
        Awaitility.await().until(() -> !store.has(samples.getFirst().id()));
        assertEquals(pieces - 1, store.stats().pieces());
    }

    @Test
    void oneFailureOfTheDiskCostsNothing() {
        disk.fail(Operation.READ, 1);
        assertEquals(0, scrubAll().rotFound());
    }

    @Test
    void aRequestTakenBackGoesOnWithoutHurry() {
        scrubber.scrubNow();
        naps.run(scrubber, () -> scrubber.report().piecesChecked() > 0);
        scrubber.stop();
        naps.run(scrubber, () -> naps.taken().getLast().equals(PACE.nap()));
        assertFalse(scrubber.report().requested());
        assertTrue(scrubber.report().underWay());
    }

    private List<Instant> lastReads() {
        var all = new ArrayList<Instant>();
        store.segments().stream()
                .map(SegmentFile::lastReadMillis)
                .map(Instant::ofEpochMilli)
                .forEach(all::add);
        assertFalse(all.isEmpty());
        return all;
    }

    private void flip(Sample sample, RecordHeader.Kind kind) {
        Path segments = folder.resolve("cache/segments");
        try {
            for (Disk.Entry entry : disk.list(segments)) {
                flip(SegmentFile.named(disk, segments, entry).orElseThrow(), sample, kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flip(SegmentFile segment, Sample sample, RecordHeader.Kind kind) throws IOException {
        assertTrue(segment.acquire());
        var keys = new ArrayList<SegmentKey>();
        new SegmentScan(segment, header -> Optional.empty(), keys::add).from(0);
        keys.stream()
                .filter(key -> key.kind() == kind && key.id().equals(sample.id()) && key.part() == 0)
                .forEach(key -> disk.flip(segment.path(), key.offset() * 8 + 77));
        segment.release();
    }
}
