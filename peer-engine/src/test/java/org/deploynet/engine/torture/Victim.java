package org.deploynet.engine.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.engine.cache.CacheMove;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/**
 * A process with a cache, to be killed. Before it gives anything up, and after something is promised, it says so on standard
 * output: {@code + SITE SAMPLE PIECE} kept, {@code - SITE SAMPLE} about to be given up, {@code x SITE SAMPLE} about to be purged.
 */
final class Victim {
    static final int SAMPLES = 300;
    /** Each thread gives up and purges only what it asked for itself. */
    static final int SITES = 3;
    /** Leaves room for about a megabyte: it evicts all the time. */
    static final long TIGHT_BYTES = 9_500_000;

    private static final int THREADS = SITES;
    private static final int WARM_DEEDS = 400;
    private static final Logger ENGINE = Logger.getLogger("org.deploynet.engine");

    private final PieceStore store;
    private final Path home;
    private final boolean moves;
    private final PrintStream out;

    private Victim(PieceStore store, Path home, boolean moves, PrintStream out) {
        this.store = store;
        this.home = home;
        this.moves = moves;
        this.out = out;
    }

    /** The sample number {@code n} of every victim. */
    static Sample sample(int n) {
        return Sample.of(20_000 + n, n % 60 == 59 ? 600_000 : 300 + n * 37);
    }

    static PieceStore.Options options(Path home, boolean tight) {
        return Stores.options(home, tight ? TIGHT_BYTES : Stores.QUOTA_BYTES, 128 * 1024);
    }

    public static void main(String[] args) throws Exception {
        ENGINE.setLevel(Level.OFF);
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Path home = Path.of(args[1]);
        long seed = Long.parseLong(args[2]);
        switch (args[0]) {
            case "warm" -> warm(home, seed, out);
            case "roomy" -> live(home, false, seed, out);
            case "tight" -> live(home, true, seed, out);
            case "steady" -> steady(home, out);
            default -> scenario(Scenario.valueOf(args[0]), home, out);
        }
    }

    private static void warm(Path home, long seed, PrintStream out) throws Exception {
        try (PieceStore store = Stores.open(options(home, false), new NioDisk())) {
            new Victim(store, home, false, out).act(new Random(seed), 0, WARM_DEEDS);
        }
    }

    private static void live(Path home, boolean tight, long seed, PrintStream out) throws IOException {
        long before = uptimeMillis();
        PieceStore store = Stores.open(options(home, tight), new NioDisk());
        store.piece(sample(0).id(), 0);
        var victim = new Victim(store, home, !tight, out);
        long now = uptimeMillis();
        out.println("ready " + now + " " + (now - before));
        store.scrubber().start(Optional::empty);
        for (int thread = 0; thread < THREADS; thread++) {
            var random = new Random(seed * THREADS + thread);
            int site = thread;
            Thread.ofPlatform().start(() -> victim.act(random, site, Integer.MAX_VALUE));
        }
    }

    private static long uptimeMillis() {
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        return Duration.between(start, Instant.now()).toMillis();
    }

    private void act(Random random, int site, int deeds) {
        for (int deed = 0; deed < deeds; deed++) {
            int chance = random.nextInt(100);
            int n = random.nextInt(SAMPLES);
            if (chance < 80) {
                put(site, n);
            } else if (chance < 83) {
                purge(SITES + site, n);
            } else if (chance < 85) {
                retain(site, random);
            } else if (chance < 86) {
                store.scrubber().scrubNow();
            } else if (chance < 87 && moves && store.currentMove().isEmpty()) {
                store.move(home.resolve("moved-" + random.nextInt(1_000_000)));
            } else {
                store.piece(sample(n).id(), 0);
            }
        }
    }

    private void put(int site, int n) {
        Sample sample = sample(n);
        var begun = store.begin(site(site), sample.layer());
        if (begun.isEmpty()) {
            return;
        }
        try (Ingest ingest = begun.get()) {
            for (int piece = 0; piece < sample.pieces(); piece++) {
                if (ingest.put(piece, sample.piece(piece))) {
                    out.println("+ " + site + " " + n + " " + piece);
                }
            }
        } catch (UncheckedIOException e) {
            // No room, or no disk: nothing was promised.
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    // A site of its own is purged of, so that the others' samples are not used up; what it shares is rescued.
    private void purge(int site, int n) {
        put(site, n);
        out.println("x " + site + " " + n);
        store.purge(
                new PurgeOrder("p", site(site), site(site), List.of(sample(n).id()), 0));
    }

    private void retain(int site, Random random) {
        var kept = new HashSet<ObjectId>();
        for (int n = 0; n < SAMPLES; n++) {
            if (random.nextInt(20) > 0) {
                kept.add(sample(n).id());
            } else {
                out.println("- " + site + " " + n);
            }
        }
        store.retain(site(site), kept);
    }

    /** Puts one sample after the other, whatever the disk says to it. */
    private static void steady(Path home, PrintStream out) throws IOException {
        PieceStore store = Stores.open(options(home, false), new NioDisk());
        var victim = new Victim(store, home, false, out);
        out.println("ready " + uptimeMillis());
        for (int n = 0; ; n++) {
            int round = n;
            Sample sample = Sample.of(1_000_000L + round, 1000 + round % 5000);
            try {
                if (round % 20 == 0) {
                    victim.put(0, round / 20 % SAMPLES);
                }
                if (sample.into(store, Sample.SITE)) {
                    out.println("= " + round);
                }
                store.piece(sample(round % SAMPLES).id(), 0);
            } catch (UncheckedIOException | DatabaseException e) {
                out.println("! " + causes(e));
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private static String causes(Throwable e) {
        var all = new StringBuilder();
        for (Throwable each = e; each != null; each = each.getCause()) {
            all.append(each).append(" < ");
        }
        return all.toString().replace('\n', ' ');
    }

    /** What is killed at every system call: little, so that there are not too many. */
    enum Scenario {
        START,
        PUT,
        EVICT,
        RESCUE,
        MIGRATE,
        SCRUB,
        MOVE
    }

    private static void scenario(Scenario scenario, Path home, PrintStream out) throws Exception {
        // The same elsewhere first: loading classes opens and reads files, too.
        Path elsewhere = home.resolveSibling(home.getFileName() + "-warm");
        prepare(scenario, elsewhere);
        run(
                scenario,
                elsewhere,
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.US_ASCII),
                () -> {});
        out.println("warm");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        run(scenario, home, out, () -> {
            out.println("armed");
            in.readLine();
        });
        out.println("finished");
        in.readLine();
    }

    /** What a scenario finds. */
    static void prepare(Scenario scenario, Path home) throws IOException {
        try (PieceStore store = Stores.open(options(home, scenario == Scenario.EVICT), new NioDisk())) {
            var victim = new Victim(
                    store,
                    home,
                    false,
                    new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.US_ASCII));
            for (int n = 0; n < (scenario == Scenario.EVICT ? 150 : 12); n++) {
                victim.put(n % 2, n);
            }
        }
        if (scenario == Scenario.MIGRATE) {
            OldState.make(home.resolve("state/state.db"));
        }
    }

    private interface Signal {
        void give() throws IOException;
    }

    private static void run(Scenario scenario, Path home, PrintStream out, Signal armed) throws IOException {
        if (scenario == Scenario.START || scenario == Scenario.MIGRATE) {
            armed.give();
        }
        try (PieceStore store = Stores.open(options(home, scenario == Scenario.EVICT), new NioDisk())) {
            var victim = new Victim(store, home, false, out);
            switch (scenario) {
                case START, MIGRATE -> victim.put(0, 20);
                case PUT -> {
                    armed.give();
                    for (int n = 20; n < 26; n++) {
                        victim.put(1, n);
                    }
                    victim.put(1, 59);
                }
                case EVICT -> {
                    armed.give();
                    for (int n = 200; n < 230; n++) {
                        victim.put(1, n);
                    }
                }
                case RESCUE -> {
                    armed.give();
                    victim.purge(SITES, 5);
                    victim.purge(SITES, 25);
                }
                case SCRUB -> {
                    store.scrubber().start(Optional::empty);
                    armed.give();
                    store.scrubber().scrubNow();
                    await(() -> store.scrubber().report().lastFinished().isPresent());
                }
                case MOVE -> {
                    armed.give();
                    CacheMove move = store.move(home.resolve("moved"));
                    await(() -> move.progress().state().isOver());
                }
            }
        }
    }

    private static void await(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    static KeyId site(int n) {
        return Sample.site(1 + n);
    }
}
