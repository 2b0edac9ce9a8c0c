package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.deploynet.engine.cache.MoveProgress.State;
import org.deploynet.engine.cache.MoveProgress.Why;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheMoveTest {
    private static final Logger LOG = Logger.getLogger("org.deploynet.engine");
    private static final String MANIFEST = "0".repeat(39) + "1.manifest";

    @TempDir
    Path folder;

    private final MoversDisk watched = new MoversDisk(new NioDisk());
    private final List<Sample> samples = IntStream.range(0, 30)
            .mapToObj(n -> Sample.of(n, n % 10 == 9 ? Pieces.PIECE_BYTES + 999 : 30_000 + n))
            .toList();
    private Path old;
    private Path target;
    private PieceStore store;

    @BeforeEach
    void fill() throws IOException {
        LOG.setLevel(Level.OFF);
        old = folder.resolve("data/cache");
        target = folder.toRealPath().resolve("disk/deploynet");
        open();
        samples.forEach(sample -> assertTrue(sample.into(store, Sample.SITE)));
        Files.createDirectories(old.resolve("manifests"));
        Files.writeString(old.resolve("manifests").resolve(MANIFEST), "kept");
    }

    @AfterEach
    void close() {
        store.close();
        LOG.setLevel(null);
    }

    private void open() throws IOException {
        var options = new PieceStore.Options(old, folder.resolve("data/state"), 1L << 30, 0, 256 * 1024);
        store = PieceStore.open(options, watched, Clock.systemUTC());
    }

    private void reopen() throws IOException {
        store.close();
        open();
    }

    private MoveProgress move(Path to) throws InterruptedException {
        CacheMove move = store.move(to);
        move.await();
        return move.progress();
    }

    @Test
    void movesEverythingAndLeavesNothingOfOursBehind() throws Exception {
        Path strange = Files.writeString(old.resolve("letter.txt"), "mine");
        MoveProgress done = move(target);
        assertEquals(State.DONE, done.state());
        assertEquals(Optional.empty(), done.why());
        assertEquals(done.bytesTotal(), done.bytesDone());
        assertTrue(done.bytesDone() > 1_000_000);
        assertEquals(target, store.folder());
        samples.forEach(this::assertKept);
        assertEquals(List.of(strange), filesBelow(old));
        assertEquals("kept", Files.readString(target.resolve("manifests").resolve(MANIFEST)));
        assertFalse(Files.exists(target.resolve("deploynet-move")));
        Sample later = Sample.of(500, 20_000);
        assertTrue(later.into(store, Sample.SITE));
        reopen();
        assertEquals(target, store.folder());
        samples.forEach(this::assertKept);
        assertKept(later);
        assertEquals(0, store.stats().rottenPieces());
        assertEquals(Optional.empty(), store.currentMove());
    }

    @Test
    void movesOnAndBack() throws Exception {
        Path further = folder.toRealPath().resolve("further");
        for (Path to : List.of(target, further, old.toRealPath())) {
            assertEquals(State.DONE, move(to).state());
            samples.forEach(this::assertKept);
            reopen();
            assertEquals(to, store.folder().toRealPath());
            samples.forEach(this::assertKept);
        }
        assertEquals(List.of(), filesBelow(target));
        assertEquals(List.of(), filesBelow(further));
    }

    @Test
    void servesAndKeepsPiecesMeanwhile() throws Exception {
        var done = new AtomicBoolean();
        var more = new ArrayList<Sample>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Integer>>();
            for (int n = 0; n < 4; n++) {
                var random = new Random(n);
                readers.add(threads.submit(() -> {
                    int read = 0;
                    while (!done.get() || read == 0) {
                        assertKept(samples.get(random.nextInt(samples.size())));
                        read++;
                    }
                    return read;
                }));
            }
            try {
                CacheMove move = store.move(target);
                for (int n = 1000; !move.progress().state().isOver(); n++) {
                    more.add(Sample.of(n, 9000));
                    assertTrue(more.getLast().into(store, Sample.SITE));
                }
                assertEquals(State.DONE, move.progress().state());
            } finally {
                done.set(true);
            }
            for (var reader : readers) {
                assertTrue(reader.get() > 0);
            }
        }
        assertFalse(more.isEmpty());
        more.forEach(this::assertKept);
        reopen();
        samples.forEach(this::assertKept);
        more.forEach(this::assertKept);
    }

    @Test
    void refusesATargetThatIsNotFit() throws Exception {
        Files.createDirectories(target.resolveSibling("full"));
        Files.writeString(target.resolveSibling("full").resolve("letter.txt"), "mine");
        Path link = Files.createSymbolicLink(
                target.resolveSibling("link"), Files.createDirectories(target.resolveSibling("behind")));
        Path file = Files.writeString(target.resolveSibling("file"), "");
        assertRefused(Why.BAD_PATH, Path.of("relative"));
        assertRefused(Why.OVERLAPS, old);
        assertRefused(Why.OVERLAPS, old.resolve("below"));
        assertRefused(Why.OVERLAPS, Objects.requireNonNull(old.getParent()));
        assertRefused(Why.OVERLAPS, folder.resolve("data/state/cache"));
        assertRefused(Why.IS_LINK, link);
        assertRefused(
                Why.OVERLAPS,
                Files.createSymbolicLink(target.resolveSibling("way"), folder).resolve("data/cache/below"));
        assertRefused(Why.NOT_A_FOLDER, file);
        assertRefused(Why.NOT_EMPTY, target.resolveSibling("full"));
        assertEquals(List.of(), filesBelow(target.resolveSibling("behind")));
        assertEquals(1, filesBelow(target.resolveSibling("full")).size());
        assertEquals(State.DONE, move(target).state());
    }

    private void assertRefused(Why why, Path to) throws InterruptedException {
        MoveProgress refused = move(to);
        assertEquals(State.FAILED, refused.state(), to::toString);
        assertEquals(Optional.of(why), refused.why(), to::toString);
        assertEquals(old, store.folder());
        samples.forEach(this::assertKept);
    }

    @Test
    void refusesATargetWithoutRoomAndWritesNothingThere() throws Exception {
        watched.free(600_000);
        assertRefused(Why.NO_ROOM, target);
        assertEquals(List.of(), filesBelow(target));
    }

    @Test
    void undoesWhenTheRoomEndsInTheMiddle() throws Exception {
        watched.onPart(2, part -> watched.free(1000));
        assertRefused(Why.NO_ROOM, target);
        assertEquals(List.of(), filesBelow(target));
        watched.free(Long.MAX_VALUE / 8);
        assertEquals(State.DONE, move(target).state());
    }

    @Test
    void goesOnInTheOldFolderWhenTheTargetVanishes() throws Exception {
        watched.onPart(3, part -> delete(target));
        assertRefused(Why.NOT_WRITABLE, target);
        reopen();
        assertEquals(old, store.folder());
        samples.forEach(this::assertKept);
        assertEquals(State.DONE, move(target).state());
    }

    @Test
    void whatWasTakenBackLeavesNothingInTheTarget() throws Exception {
        watched.onPart(3, part -> store.currentMove().orElseThrow().cancel());
        MoveProgress end = move(target);
        assertEquals(State.CANCELLED, end.state());
        assertEquals(List.of(), filesBelow(target));
        assertEquals(old, store.folder());
        samples.forEach(this::assertKept);
        reopen();
        assertEquals(Optional.empty(), store.currentMove());
        samples.forEach(this::assertKept);
    }

    @Test
    void theNextStartGoesOnWhereTheLastOneEnded() throws Exception {
        watched.onPart(3, part -> {
            Thread closing = Thread.ofPlatform().start(store::close);
            Awaitility.await().until(() -> closing.getState() == Thread.State.WAITING);
        });
        assertEquals(State.HALTED, move(target).state());
        long copied = segmentsIn(target);
        assertTrue(copied >= 2, "copied " + copied);
        watched.onPart(0, part -> {});
        open();
        CacheMove move = store.currentMove().orElseThrow();
        move.await();
        assertEquals(State.DONE, move.progress().state());
        assertEquals(target, store.folder());
        assertTrue(watched.parts() < store.stats().segments(), "all was copied again");
        samples.forEach(this::assertKept);
        assertEquals(List.of(), filesBelow(old));
    }

    @Test
    void aTargetThatWasReplacedMeanwhileIsLeftAlone() throws Exception {
        watched.onPart(3, part -> {
            throw new KilledHere();
        });
        CacheMove killed = store.move(target);
        killed.await();
        store.close();
        watched.onPart(0, part -> {});
        delete(target);
        Files.createDirectories(target.resolve("segments"));
        Path strange = Files.writeString(target.resolve("segments/0000000001-00000001.seg"), "somebody else's");
        open();
        CacheMove move = store.currentMove().orElseThrow();
        move.await();
        assertEquals(Optional.of(Why.TARGET_GONE), move.progress().why());
        assertEquals(List.of(strange), filesBelow(target));
        assertEquals(old, store.folder());
        samples.forEach(this::assertKept);
    }

    private static final class KilledHere extends Error {}

    @Test
    void oneMoveAtATime() throws Exception {
        var second = new ArrayList<CacheMove>();
        watched.onPart(1, part -> second.add(store.move(folder.resolve("other"))));
        assertEquals(State.DONE, move(target).state());
        assertEquals(
                Optional.of(Why.ALREADY_MOVING), second.getFirst().progress().why());
        assertFalse(Files.exists(folder.resolve("other")));
    }

    @Test
    void whatIsWithdrawnMeanwhileIsInNeitherFolder() throws Exception {
        Sample bad = samples.getFirst();
        watched.onPart(3, part -> store.purge(new PurgeOrder("p", Sample.site(9), Sample.SITE, List.of(bad.id()), 0)));
        assertEquals(State.DONE, move(target).state());
        assertTrue(store.piece(bad.id(), 0).isEmpty());
        assertFalse(anyFileHas(target, bad));
        assertFalse(anyFileHas(old, bad));
        samples.stream().skip(1).forEach(this::assertKept);
        reopen();
        assertTrue(store.piece(bad.id(), 0).isEmpty());
        samples.stream().skip(1).forEach(this::assertKept);
    }

    @Test
    void aBadSectorInTheOldFolderCostsItsPieceOnly() throws Exception {
        watched.failReadsOf(old, 20_000);
        assertEquals(State.DONE, move(target).state());
        watched.failReadsOf(old, -1);
        long lost = samples.stream()
                .flatMap(sample ->
                        IntStream.range(0, sample.pieces()).mapToObj(piece -> store.piece(sample.id(), piece)))
                .filter(Optional::isEmpty)
                .count();
        assertTrue(lost > 0 && lost <= store.stats().segments(), () -> lost + " pieces lost");
        assertEquals(lost, store.stats().rottenPieces());
    }

    private void assertKept(Sample sample) {
        for (int piece = 0; piece < sample.pieces(); piece++) {
            Optional<ByteBuffer> bytes = store.piece(sample.id(), piece);
            assertEquals(Optional.of(sample.piece(piece)), bytes);
        }
    }

    private static long segmentsIn(Path cache) throws IOException {
        return new NioDisk()
                .list(cache.resolve("segments")).stream()
                        .filter(entry -> entry.name().endsWith(".seg"))
                        .count();
    }

    private static List<Path> filesBelow(Path top) throws IOException {
        if (Files.notExists(top)) {
            return List.of();
        }
        try (var files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean anyFileHas(Path top, Sample sample) throws IOException {
        String probe = new String(Arrays.copyOf(sample.bytes(), 64), StandardCharsets.ISO_8859_1);
        for (Path file : filesBelow(top)) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(probe)) {
                return true;
            }
        }
        return false;
    }

    private static void delete(Path top) throws IOException {
        try (var files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
