package org.deploynet.benchmarks.endurance;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.testkit.JavaVisitor;

/** A visitor who opens another link, with a new session, whenever its own is over, until it is told to rest. */
final class LastingVisitor {
    private static final int LAYER_SECONDS = 5;
    /** Long enough that visitors who find nobody do not take the processor from the engine that starts. */
    private static final long AGAIN_AFTER_MILLIS = 500;

    private final Entrance entrance;
    private final Tally tally;
    private final BlockingQueue<Begun> begun;
    private Optional<PieceLayer> layer = Optional.empty();
    private volatile boolean resting;

    /** When a link was open, and when the first piece on it was verified; by the clock of {@link System#nanoTime}. */
    record Begun(long linkAt, long pieceAt) {}

    /** {@code begun} hears of each link that serves. */
    LastingVisitor(Entrance entrance, Tally tally, BlockingQueue<Begun> begun) {
        this.entrance = entrance;
        this.tally = tally;
        this.begun = begun;
    }

    /** Begins; ends after {@link #rest}, once what was under way has come. */
    Future<?> start() {
        resting = false;
        return entrance.threads().submit(this::comeAgainAndAgain);
    }

    void rest() {
        resting = true;
    }

    private void comeAgainAndAgain() {
        while (!resting) {
            try (var visitor = entrance.visitor()) {
                come(visitor);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException | IllegalStateException | CompletionException nobodyThere) {
                LockSupport.parkNanos(pause());
            }
        }
    }

    /** Half of it more or less, so that not all of them come at the same time. */
    private static long pause() {
        long millis = AGAIN_AFTER_MILLIS / 2 + ThreadLocalRandom.current().nextLong(AGAIN_AFTER_MILLIS);
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void come(JavaVisitor visitor) throws InterruptedException, ExecutionException, TimeoutException {
        entrance.connect(visitor);
        long linkAt = System.nanoTime();
        var stay = new Stay(visitor, layer(visitor), tally, () -> {
            tally.opened();
            begun.add(new Begun(linkAt, System.nanoTime()));
        });
        try {
            if (stay.untilOver(() -> resting) == Stay.End.DRAINED) {
                tally.drained();
            }
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            tally.cut();
            throw e;
        }
    }

    private byte[] hashes(JavaVisitor visitor) throws InterruptedException, ExecutionException, TimeoutException {
        return Pieces.needsLayer(entrance.wanted().bytes())
                ? visitor.link()
                        .layer(entrance.wanted().object(), entrance.wanted().bytes())
                        .get(LAYER_SECONDS, TimeUnit.SECONDS)
                : new byte[0];
    }

    /** Asked for once: it is the same on every link. */
    private PieceLayer layer(JavaVisitor visitor) throws InterruptedException, ExecutionException, TimeoutException {
        if (layer.isEmpty()) {
            layer = PieceLayer.verify(
                    entrance.wanted().object(), entrance.wanted().bytes(), hashes(visitor));
        }
        return layer.orElseThrow(() -> new IllegalStateException("a wrong piece layer"));
    }
}
