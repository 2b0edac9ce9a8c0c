package org.deploynet.engine.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.engine.limits.Ticker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The owner's wish, which survives restarts: a paused engine that is updated stays paused. Safe from any thread. */
public final class OwnerWishes {
    private static final System.Logger LOG = System.getLogger(OwnerWishes.class.getName());

    private final Path file;
    private final InstantSource clock;
    private final Consumer<OwnerWish> whenChanged;
    private final Ticker ticker;
    private OwnerWish wish;
    // By the monotonic clock: a wall clock that is set back must not prolong a pause.
    private Optional<Long> endsAtNanos = Optional.empty();

    private OwnerWishes(
            Path file, InstantSource clock, Ticker ticker, Consumer<OwnerWish> whenChanged, OwnerWish wish) {
        this.file = file;
        this.clock = clock;
        this.ticker = ticker;
        this.whenChanged = whenChanged;
        this.wish = wish;
        measure();
    }

    /** {@code whenChanged} is also told the first wish, at once. */
    public static OwnerWishes load(Path file, InstantSource clock, Ticker ticker, Consumer<OwnerWish> whenChanged)
            throws IOException {
        var wishes = new OwnerWishes(file, clock, ticker, whenChanged, read(file));
        whenChanged.accept(wishes.wish);
        wishes.endTimedPause();
        return wishes;
    }

    private static OwnerWish read(Path file) throws IOException {
        try {
            JsonNode kept = ControlJson.parse(Files.readAllBytes(file));
            return kept.path("wish").asString("").equals("share")
                    ? new OwnerWish.Share()
                    : new OwnerWish.Pause(until(kept));
        } catch (NoSuchFileException never) {
            return new OwnerWish.Share();
        } catch (MalformedJsonException e) {
            // Not knowing what the owner wants, do less rather than more; every face shows the pause.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the pause state is damaged, so sharing is paused: {0}",
                    e.getMessage());
            return new OwnerWish.Pause(Optional.empty());
        }
    }

    private static Optional<Instant> until(JsonNode kept) throws MalformedJsonException {
        JsonNode until = kept.path("until");
        return until.isMissingNode() ? Optional.empty() : Optional.of(ControlJson.convert(until, Instant.class));
    }

    public synchronized OwnerWish now() {
        return wish;
    }

    /** Durable when it returns. */
    public synchronized void become(OwnerWish next) throws IOException {
        if (next.equals(wish)) {
            return;
        }
        DurableFile.write(file, ControlJson.pretty(kept(next)) + "\n");
        wish = next;
        measure();
        whenChanged.accept(next);
    }

    private void measure() {
        endsAtNanos = pauseEnd()
                .map(until -> ticker.nanos()
                        + Duration.between(clock.instant(), until).toNanos());
    }

    private Optional<Instant> pauseEnd() {
        return wish instanceof OwnerWish.Pause pause ? pause.until() : Optional.empty();
    }

    /** What is left of a timed pause, zero when it is over; empty without one. */
    public synchronized Optional<Duration> timedPauseLeft() {
        return pauseEnd()
                .flatMap(until -> endsAtNanos.map(nanos -> {
                    Duration byWall = Duration.between(clock.instant(), until);
                    Duration byTicker = Duration.ofNanos(nanos - ticker.nanos());
                    Duration left = byWall.compareTo(byTicker) < 0 ? byWall : byTicker;
                    return left.isNegative() ? Duration.ZERO : left;
                }));
    }

    private static ObjectNode kept(OwnerWish wish) {
        ObjectNode json = ControlJson.object();
        switch (wish) {
            case OwnerWish.Share _ -> json.put("wish", "share");
            case OwnerWish.Pause pause -> {
                json.put("wish", "pause");
                pause.until().ifPresent(until -> json.put("until", until.toString()));
            }
            // What was connected is gone after a restart, so only the pause is left of a drain.
            case OwnerWish.Drain _ -> json.put("wish", "pause");
        }
        return json;
    }

    /**
     * To be called now and then: a pause whose time has come ends. That is when either clock says so: the monotonic one stands
     * still while the machine sleeps, the other one may be set back.
     */
    public synchronized void endTimedPause() {
        if (timedPauseLeft().filter(Duration::isZero).isPresent()) {
            becomeOrLog(new OwnerWish.Share());
        }
    }

    /** The last browser left: a drain becomes a pause. */
    public synchronized void drained() {
        if (wish instanceof OwnerWish.Drain) {
            becomeOrLog(new OwnerWish.Pause(Optional.empty()));
        }
    }

    private void becomeOrLog(OwnerWish next) {
        try {
            become(next);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot keep the pause state in " + file, e);
        }
    }
}
