package org.deploynet.engine.cache;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads and hashes the whole cache in rounds, so that rot is found before a visitor asks. It wakes once an hour, checks that
 * hour's share and sleeps again, and not at all on battery or while there is something better to do; a restart goes on where
 * it was. What rotted is dropped like a reader's find. It reads through the system's page cache, a share at a time. One
 * thread of its own; its methods are safe from any thread.
 */
public final class Scrubber implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Scrubber.class.getName());
    private static final long KEEP_AFTER_BYTES = 64L * 1024 * 1024;
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(5);

    /**
     * How fast.
     *
     * @param round each piece is checked once in this time, if the machine runs long enough
     * @param nap between two shares of a round that nobody asked for
     * @param leastBytes a share is at least this much
     * @param bytesPerSecond never faster than this
     */
    record Pace(Duration round, Duration nap, long leastBytes, long bytesPerSecond) {
        static final Pace USUAL = new Pace(Duration.ofDays(14), Duration.ofHours(1), 16 << 20, 8_000_000);

        Duration after(long bytes) {
            return Duration.ofNanos(bytes * 1_000_000_000 / bytesPerSecond);
        }
    }

    private final Shelf shelf;
    private final ScrubWalk walk;
    private final ScrubLog log;
    private final Pace pace;
    private final Naps naps;
    private final Supplier<Optional<ScrubPause>> storePauses;
    private final Thread thread;
    private volatile Supplier<Optional<ScrubPause>> manners = Optional::empty;
    private volatile boolean closed;
    private volatile boolean wanted;
    private volatile boolean unwanted;
    private volatile boolean running;
    private volatile Optional<ScrubPause> pausedBecause = Optional.empty();
    private volatile long finishedAtMillis;
    private long unkeptBytes;

    /** @param storePauses why the store itself wants no scrub now, asked for also when one was requested */
    Scrubber(
            Shelf shelf,
            ScrubWalk walk,
            ScrubLog log,
            Pace pace,
            Naps naps,
            Supplier<Optional<ScrubPause>> storePauses) {
        this.shelf = shelf;
        this.walk = walk;
        this.log = log;
        this.pace = pace;
        this.naps = naps;
        this.storePauses = storePauses;
        this.finishedAtMillis = log.finishedAtMillis();
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("scrubber")
                .uncaughtExceptionHandler((thread, e) -> LOG.log(Level.ERROR, "the scrubber stopped", e))
                .unstarted(this::run);
    }

    /** Begins its rounds; once. {@code manners} says why it should wait unless it was asked to run. */
    public void start(Supplier<Optional<ScrubPause>> manners) {
        behave(manners);
        thread.start();
    }

    void behave(Supplier<Optional<ScrubPause>> manners) {
        this.manners = manners;
    }

    /** Checks the whole cache from its beginning, at the highest pace, whatever the battery and the load are. */
    public void scrubNow() {
        unwanted = false;
        wanted = true;
        naps.wake();
    }

    /** What was asked for goes on at the usual pace. */
    public void stop() {
        wanted = false;
        unwanted = true;
        naps.wake();
    }

    public ScrubReport report() {
        ScrubRound round = walk.round();
        return new ScrubReport(
                instant(finishedAtMillis),
                instant(round.startedAtMillis()),
                !round.over() || wanted,
                (round.requested() || wanted) && !unwanted,
                running,
                round.pieces(),
                shelf.index().pieceCount(),
                round.bytes(),
                round.rot(),
                walk.mended(),
                pausedBecause);
    }

    @Override
    public void close() {
        closed = true;
        naps.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread's work. */
    void run() {
        try {
            while (!closed) {
                naps.nap(step());
            }
            rest(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does the next little; returns how long to wait then. An index that fails now may answer the next time. */
    private Duration step() {
        try {
            heedWishes();
            return walk.round().over() ? beginWhenDue() : goOn();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "checking the cache, trying again later", e);
            walk.letGo();
            running = false;
            return PAUSE;
        }
    }

    private void heedWishes() {
        if (wanted) {
            begin(true);
            wanted = false;
        } else if (unwanted) {
            walk.unhurried();
            unwanted = false;
        }
    }

    private Duration beginWhenDue() {
        pausedBecause = Optional.empty();
        long due = walk.round().startedAtMillis() + pace.round().toMillis();
        long left = Math.min(due - shelf.clock().millis(), pace.nap().toMillis());
        if (left > 0) {
            return Duration.ofMillis(left);
        }
        begin(false);
        return Duration.ZERO;
    }

    private void begin(boolean requested) {
        walk.begin(shelf.clock().millis(), requested);
        keep();
    }

    private Duration goOn() {
        boolean requested = walk.round().requested();
        pausedBecause = storePauses.get().or(requested ? Optional::empty : manners);
        if (pausedBecause.isPresent()) {
            return rest(requested ? SHORT_PAUSE : PAUSE);
        }
        return requested || isBehind() ? bite() : rest(pace.nap());
    }

    /** Whether less than the share is done that will be due at the end of the next nap. */
    private boolean isBehind() {
        long elapsed = Math.max(0, shelf.clock().millis() - walk.round().startedAtMillis());
        double share = (double) (elapsed + pace.nap().toMillis()) / pace.round().toMillis();
        long least = pace.leastBytes() * (1 + elapsed / pace.nap().toMillis());
        return walk.round().bytes() < Math.max(least, (long) (share * segmentBytes()));
    }

    private long segmentBytes() {
        return shelf.segments().all().stream().mapToLong(SegmentFile::bytes).sum();
    }

    private Duration bite() {
        running = true;
        long read = walk.bite();
        unkeptBytes += read;
        if (walk.failed()) {
            pausedBecause = Optional.of(ScrubPause.DISK_UNREADABLE);
            return rest(PAUSE);
        }
        if (walk.round().over()) {
            return end();
        }
        if (unkeptBytes >= KEEP_AFTER_BYTES) {
            keep();
        }
        return pace.after(read);
    }

    private Duration rest(Duration howLong) {
        running = false;
        walk.letGo();
        if (unkeptBytes > 0) {
            keep();
        }
        return howLong;
    }

    private Duration end() {
        finishedAtMillis = shelf.clock().millis();
        keep();
        running = false;
        ScrubRound round = walk.round();
        LOG.log(
                Level.INFO,
                "the cache was checked: {0} pieces, {1} bytes, {2} rotten",
                round.pieces(),
                round.bytes(),
                round.rot());
        return Duration.ZERO;
    }

    private void keep() {
        log.keep(walk.round(), finishedAtMillis);
        unkeptBytes = 0;
    }

    private static Optional<Instant> instant(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
