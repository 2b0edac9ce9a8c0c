package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.Pieces;

/** A filled cache to be damaged: copied for each case, opened, read and mended by putting what is missing. */
final class SmallCache {
    private static final long SEGMENT_BYTES = 48 * 1024;
    private static final List<Sample> SAMPLES = IntStream.range(0, 60)
            .mapToObj(n -> Sample.of(7000 + n, n == 50 ? Pieces.PIECE_BYTES + 3000 : 300 + 97 * n))
            .toList();

    private final Path killed;
    private final Path closed;
    private final Path home;

    /** Makes it below {@code folder}. */
    SmallCache(Path folder) throws IOException {
        this.killed = folder.resolve("killed");
        this.closed = folder.resolve("closed");
        this.home = folder.resolve("home");
        Files.createDirectories(killed);
        try (PieceStore store = open(home)) {
            SAMPLES.forEach(sample -> sample.into(store, Sample.SITE));
            Folders.copy(home, killed);
        }
        Folders.copy(home, closed);
    }

    /** A fresh copy, as a kill leaves it with the index in its log, or as closing does. */
    Path anew(boolean afterKill) throws IOException {
        Folders.delete(home);
        Folders.copy(afterKill ? killed : closed, home);
        return home;
    }

    /** Opens it, reads all, puts what is missing, opens it again and reads all; returns what went wrong. */
    List<String> openReadAndMend() {
        var violations = new Violations();
        try {
            for (int start = 0; start < 2; start++) {
                boolean mustHaveAll = start == 1;
                try (PieceStore store = open(home)) {
                    if (!Stores.awaitWhole(store, Duration.ofSeconds(60))) {
                        violations.add("the index does not catch up");
                    }
                    SAMPLES.forEach(sample -> readAndMend(store, sample, mustHaveAll, violations));
                }
            }
        } catch (IOException | RuntimeException e) {
            var trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            violations.add("does not start or stops: " + trace);
        }
        return violations.found();
    }

    private static void readAndMend(PieceStore store, Sample sample, boolean mustHaveAll, Violations violations) {
        boolean whole = true;
        for (int piece = 0; piece < sample.pieces(); piece++) {
            Optional<ByteBuffer> bytes = store.piece(sample.id(), piece);
            whole &= bytes.isPresent();
            if (bytes.isPresent() && !bytes.get().equals(sample.piece(piece))) {
                violations.add("a wrong byte");
            }
        }
        // A rotten layer costs one miss, until it is read from another segment.
        if (!whole && mustHaveAll && !heals(store, sample)) {
            violations.add("what was put again is missing at the next start");
        }
        if (!whole && !mend(store, sample)) {
            violations.add("cannot be put again");
        }
    }

    // An index that broke while it was open refuses for a moment, until it is built again.
    private static boolean mend(PieceStore store, Sample sample) {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                if (sample.into(store, Sample.SITE)
                        && store.piece(sample.id(), 0).isPresent()) {
                    return true;
                }
            } catch (UncheckedIOException e) {
                pause();
            }
            pause();
        }
        return false;
    }

    private static boolean heals(PieceStore store, Sample sample) {
        for (int attempt = 0; attempt < 20; attempt++) {
            pause();
            if (IntStream.range(0, sample.pieces())
                    .allMatch(piece -> store.piece(sample.id(), piece).isPresent())) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }

    private static PieceStore open(Path home) throws IOException {
        return Stores.open(Stores.options(home, Stores.QUOTA_BYTES, SEGMENT_BYTES), new NioDisk());
    }
}
