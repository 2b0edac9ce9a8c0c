package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.CacheInvariants;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.deploynet.engine.torture.Promises.Claim;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/**
 * One cache's life on a simulated disk: up to two lives that each end in a power cut, up to three cuts more in the recoveries
 * after each, and then a look at what is left. Everything follows from the seed, but for the numbers the cache itself draws
 * and, in every eighth history, the order of puts that are made at once.
 */
final class CrashHistory {
    private static final List<Sample> SAMPLES = IntStream.range(0, 40)
            .mapToObj(n -> Sample.of(n, n == 39 ? Pieces.PIECE_BYTES + 5000 : 200 + 131 * n))
            .toList();
    private static final List<KeyId> SITES = List.of(Sample.site(1), Sample.site(2));
    private static final List<Operation> FAULTS = List.of(
            Operation.APPEND,
            Operation.FORCE,
            Operation.TRUNCATE,
            Operation.FORCE_FOLDER,
            Operation.UNLINK,
            Operation.LIST,
            Operation.FREE);
    // Opening the index once more costs a fifth of a history.
    private static final int INVARIANTS_IN = 3;
    private static final Duration CATCH_UP = Duration.ofSeconds(60);
    // The power may go while it catches up: then it never will.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int STEPS = 12;

    /**
     * How a family of histories differs from another.
     *
     * @param between what stands between the cache and its disk
     * @param failsOften whether the disk fails now and then, not only seldom
     * @param plain only puts of some length, room for all of it, and the power goes once something was acknowledged
     */
    record Kind(Function<SimulatedDisk, Disk> between, boolean failsOften, boolean plain) {
        static final Kind HONEST = new Kind(disk -> disk, false, false);
    }

    private final long seed;
    private final Random random;
    private final Kind kind;
    private final SimulatedDisk simulated;
    private final Disk disk;
    private final Path home;
    private final Databases databases;
    private final PieceStore.Options options;
    private final boolean evicts;
    private final boolean together;
    private final Promises promises = new Promises();
    private final Violations violations = new Violations();
    private boolean faulty;
    // A purge that the disk let down takes its segments with it: an order to delete comes before what others keep
    // there.
    private boolean lenient;
    private String doing = "nothing";

    CrashHistory(long seed, Kind kind, Path home, Template template) throws IOException {
        this.seed = seed;
        this.kind = kind;
        // Random's first numbers hardly differ between seeds that are neighbours.
        this.random = new Random(new SplittableRandom(seed).nextLong());
        this.home = home;
        this.simulated = new SimulatedDisk(random.nextLong());
        this.disk = kind.between().apply(simulated);
        this.databases = new Databases(home, template.files());
        this.evicts = random.nextInt(4) == 0 && !kind.plain();
        this.together = random.nextInt(8) == 0;
        long quota = evicts ? template.emptyBytes() + 60_000 + random.nextInt(100_000) : Stores.QUOTA_BYTES;
        this.options = Stores.options(
                home, quota, kind.plain() ? Stores.SEGMENT_BYTES : 4096L << random.nextInt(evicts ? 3 : 8));
        simulated.leaveScraps();
        simulated.atCut(databases::cut);
    }

    /** An empty cache's databases, and what it takes of its quota. */
    record Template(Map<Path, byte[]> files, long emptyBytes) {
        static Template make(Path home) throws IOException {
            java.nio.file.Files.createDirectories(Stores.cache(home));
            var disk = new SimulatedDisk(0);
            long bytes;
            try (PieceStore store = Stores.open(Stores.options(home, Stores.QUOTA_BYTES, Stores.SEGMENT_BYTES), disk)) {
                bytes = store.stats().usedBytes();
            }
            OldState.forgetFolder(home.resolve("state/state.db"));
            return new Template(Databases.read(home), bytes);
        }
    }

    /** Every broken promise in words. */
    List<String> run() throws Exception {
        try {
            int lives = 1 + random.nextInt(2);
            for (int life = 0; life < lives; life++) {
                live((kind.plain() ? 20 : 1) + random.nextInt(60), STEPS);
                for (int depth = kind.plain() ? 0 : depth(); depth > 0; depth--) {
                    live(1 + random.nextInt(5), 0);
                }
            }
            lookAtWhatIsLeft();
        } catch (IOException | RuntimeException | Error e) {
            var trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            violate("while " + doing + ": " + trace);
        }
        return violations.found();
    }

    // Often none, seldom three.
    private int depth() {
        return Math.min(random.nextInt(4), random.nextInt(4));
    }

    /** Pieces that had to be there at the end. */
    long keptPieces() {
        return promises.keptPieces(SAMPLES.size());
    }

    private void live(int cutAt, int steps) throws IOException {
        simulated.mend();
        faulty = false;
        simulated.cutPowerAt(cutAt);
        doing = "opening";
        try (PieceStore store = Stores.open(options, disk)) {
            // What a later put mends is not seen at the end.
            if (steps > 0 && (kind.plain() || random.nextBoolean())) {
                lookAtAll(store);
            }
            for (int step = 0; step < steps && !simulated.isOff(); step++) {
                act(store);
            }
            doing = "closing";
        } catch (SimulatedDisk.PowerCut e) {
            doing = "being without power";
        } catch (IOException | UncheckedIOException e) {
            // A closed cache refuses: the power went on another thread.
            if (!simulated.isOff()) {
                throw e;
            }
        }
        simulated.restart();
        databases.restart(random);
    }

    private void act(PieceStore store) {
        try {
            int chance = random.nextInt(100);
            if (chance < (kind.failsOften() ? 25 : 4)) {
                faulty = true;
                simulated.failAt(
                        FAULTS.get(random.nextInt(FAULTS.size())), 1 + random.nextInt(3), 1 + random.nextInt(2));
            }
            if (chance < 70 || kind.plain()) {
                put(store);
            } else if (chance < 76) {
                purge(store);
            } else if (chance < 80) {
                retain(store);
            } else {
                read(store, random.nextInt(SAMPLES.size()));
            }
        } catch (UncheckedIOException e) {
            if (!simulated.isOff() && !faulty && !evicts) {
                throw e;
            }
            lenient |= faulty && doing.equals("purging");
        }
        if (!simulated.isOff() && (evicts || faulty)) {
            survey(store);
        }
    }

    private void put(PieceStore store) {
        doing = "putting";
        KeyId site = SITES.get(random.nextInt(SITES.size()));
        var samples = new HashSet<Integer>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            samples.add(random.nextInt(SAMPLES.size()));
        }
        if (together) {
            putAtOnce(store, site, samples);
        } else {
            samples.forEach(sample -> put(store, new Claim(site, sample)));
        }
    }

    private void putAtOnce(PieceStore store, KeyId site, Set<Integer> samples) {
        var done = new CountDownLatch(samples.size());
        for (int sample : samples) {
            Thread.startVirtualThread(() -> {
                try {
                    put(store, new Claim(site, sample));
                } catch (UncheckedIOException | SimulatedDisk.PowerCut e) {
                    // The power went, or a planted fault: this put was not acknowledged.
                    return;
                } finally {
                    done.countDown();
                }
            });
        }
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(PieceStore store, Claim claim) {
        Sample sample = SAMPLES.get(claim.sample());
        promises.begin(claim);
        Optional<Ingest> begun = store.begin(claim.site(), sample.layer());
        if (begun.isEmpty()) {
            if (!promises.isPurging(claim) && !evicts && !faulty && !simulated.isOff()) {
                violate("refused a put without a reason: " + claim);
            }
            return;
        }
        try (Ingest ingest = begun.get()) {
            for (int piece = 0; piece < sample.pieces(); piece++) {
                if (ingest.put(piece, sample.piece(piece))) {
                    promises.keep(claim, piece);
                }
            }
        }
        if (promises.isPurging(claim) && store.isPurged(claim.site(), sample.id())) {
            violate("took what was purged: " + claim);
        }
    }

    private void purge(PieceStore store) {
        doing = "purging";
        var claim = new Claim(SITES.get(random.nextInt(SITES.size())), random.nextInt(SAMPLES.size()));
        promises.purge(claim);
        List<ObjectId> named = List.of(SAMPLES.get(claim.sample()).id());
        store.purge(new PurgeOrder("purge", claim.site(), claim.site(), named, 0));
        checkPurged(store, claim.sample());
    }

    private void retain(PieceStore store) {
        doing = "giving up";
        KeyId site = SITES.get(random.nextInt(SITES.size()));
        var retained = new HashSet<ObjectId>();
        for (Claim claim : promises.keptFor(site)) {
            if (random.nextInt(3) > 0) {
                retained.add(SAMPLES.get(claim.sample()).id());
            } else {
                promises.release(claim);
            }
        }
        store.retain(site, retained);
    }

    private void read(PieceStore store, int n) {
        Sample sample = SAMPLES.get(n);
        // Until the index has caught up, what is not found yet is not lost.
        boolean whole = store.stats().rebuilding().isEmpty();
        for (int piece = 0; piece < sample.pieces(); piece++) {
            Optional<ByteBuffer> bytes = store.piece(sample.id(), piece);
            if (bytes.isPresent() && !bytes.get().equals(sample.piece(piece))) {
                violate("gave a wrong byte of " + n + "/" + piece);
            }
            if (whole
                    && bytes.isEmpty()
                    && promises.isKept(n, piece)
                    && !evicts
                    && !faulty
                    && !lenient
                    && !simulated.isOff()) {
                violate("lost " + n + "/" + piece);
            }
        }
    }

    /** What was evicted is no longer promised. */
    private void survey(PieceStore store) {
        for (int n = 0; n < SAMPLES.size(); n++) {
            for (int piece = 0; piece < SAMPLES.get(n).pieces(); piece++) {
                if (promises.isKept(n, piece)
                        && store.piece(SAMPLES.get(n).id(), piece).isEmpty()
                        && !simulated.isOff()) {
                    promises.forget(n, piece);
                }
            }
        }
    }

    private void checkPurged(PieceStore store, int n) {
        Sample sample = SAMPLES.get(n);
        boolean purged = promises.claims(n).stream().allMatch(claim -> store.isPurged(claim.site(), sample.id()));
        if (purged
                && !promises.claims(n).isEmpty()
                && store.piece(sample.id(), 0).isPresent()) {
            violate("serves what was purged: " + n);
        }
    }

    private void lookAtAll(PieceStore store) {
        Deadline deadline = Deadline.in(CATCH_UP);
        while (!simulated.isOff() && !Stores.awaitWhole(store, LOOK_AGAIN)) {
            if (deadline.isOver()) {
                violate("the index does not catch up");
                return;
            }
        }
        for (int n = 0; n < SAMPLES.size(); n++) {
            read(store, n);
            checkPurged(store, n);
        }
    }

    private void lookAtWhatIsLeft() throws IOException {
        simulated.mend();
        faulty = false;
        doing = "opening for the last look";
        try (PieceStore store = Stores.open(options, disk)) {
            doing = "the last look";
            lookAtAll(store);
            if (store.stats().rottenPieces() > 0) {
                violate("an index ahead of its data");
            }
            long onDisk = 0;
            for (Disk.Entry entry : simulated.list(Stores.segments(home))) {
                onDisk += entry.bytes();
            }
            if (onDisk > store.stats().usedBytes()) {
                violate("accounts for " + store.stats().usedBytes() + " of " + onDisk + " bytes");
            }
        }
        if (random.nextInt(INVARIANTS_IN) == 0) {
            CacheInvariants.breaches(simulated, Stores.cache(home)).forEach(this::violate);
        }
    }

    private void violate(String what) {
        violations.add("history " + seed + ": " + what);
    }
}
