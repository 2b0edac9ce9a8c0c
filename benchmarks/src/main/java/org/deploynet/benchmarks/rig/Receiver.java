package org.deploynet.benchmarks.rig;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.VisitorLink;

/**
 * One visitor, who verifies what comes and signs for it. Its object has whole pieces and a short last one.
 * Safe from any thread.
 */
final class Receiver implements AutoCloseable {
    /** A piece each is 1 Mbit/s. */
    static final Duration BEAT = Duration.ofNanos(Pieces.PIECE_BYTES * 8L * 1_000);

    private static final int PATIENCE_SECONDS = 30;
    /** Two are open at a time, so that the super-peer never waits for the next. */
    private static final int OPEN_WANTS = 2;

    private static final int URGENT = 0;
    private static final int BULK = 1;

    private final JavaVisitor visitor;
    private final Wanted wanted;
    private final Object ticket = new Object();
    private volatile Optional<PieceLayer> layer = Optional.empty();
    private volatile boolean asking;
    private Optional<Thread> asker = Optional.empty();

    Receiver(HttpClient http, PeerConnectionFactory factory, Wanted wanted) {
        this.visitor = new JavaVisitor(http, factory, wanted.site());
        this.wanted = wanted;
    }

    /** Opens the link and asks for the object's hashes, without which nothing can be verified. */
    void connect() throws InterruptedException, ExecutionException, TimeoutException {
        visitor.connect();
        renewIfHalfUsed();
        try {
            layer = Optional.of(visitor.link().verifiedLayer(wanted.object(), wanted.bytes()));
        } catch (VisitorLink.RefusedException e) {
            throw new ExecutionException(e);
        }
    }

    private CompletableFuture<byte[]> pieces(int first, int count, int priority) {
        return visitor.link().pieces(layer.orElseThrow(), first, count, priority);
    }

    private void renewIfHalfUsed() throws InterruptedException, ExecutionException, TimeoutException {
        synchronized (ticket) {
            visitor.renewIfHalfUsed();
        }
    }

    /** From asking for the short piece, before all else, to its last byte, in nanoseconds. */
    long urgent() throws InterruptedException, ExecutionException, TimeoutException {
        // What was asked under a ticket is signed for under it.
        synchronized (ticket) {
            long start = System.nanoTime();
            pieces(wanted.bytes() / Pieces.PIECE_BYTES, 1, URGENT).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return System.nanoTime() - start;
        }
    }

    /** From now on asks for {@code pieces} at a time, again and again, until {@link #stopAsking}. */
    void bulk(int pieces) {
        asking = true;
        asker = Optional.of(Thread.ofVirtual().name("bulk").start(() -> askOnAndOn(pieces)));
    }

    /** Asks for nothing more; what is under way comes still. */
    void stopAsking() {
        asking = false;
    }

    /** Returns when it has come. */
    void awaitRest() throws InterruptedException {
        if (asker.isPresent()) {
            asker.get().join(Duration.ofSeconds(PATIENCE_SECONDS));
        }
    }

    private void askOnAndOn(int pieces) {
        var coming = new ArrayDeque<CompletableFuture<byte[]>>();
        try {
            while (asking || !coming.isEmpty()) {
                while (asking && coming.size() < OPEN_WANTS && !visitor.isHalfUsed()) {
                    coming.add(pieces(0, pieces, BULK));
                }
                if (coming.isEmpty()) {
                    renewIfHalfUsed();
                } else {
                    coming.remove().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a link brings nothing more", e);
        }
    }

    /** Asks for a whole piece at each beat, first at {@code start}; returns how many came after the next beat. */
    int steady(long start, Duration beat, int beats) throws InterruptedException, ExecutionException, TimeoutException {
        int late = 0;
        for (int n = 0; n < beats; n++) {
            long due = start + n * beat.toNanos();
            Due.await(due);
            renewIfHalfUsed();
            pieces(0, 1, BULK).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            late += System.nanoTime() - due > beat.toNanos() ? 1 : 0;
        }
        return late;
    }

    /** As {@link #urgent} at each beat, first at {@code start}. */
    List<Long> probe(long start, Duration beat, int times)
            throws InterruptedException, ExecutionException, TimeoutException {
        var nanos = new ArrayList<Long>();
        for (int n = 0; n < times; n++) {
            Due.await(start + n * beat.toNanos());
            nanos.add(urgent());
            renewIfHalfUsed();
        }
        return nanos;
    }

    /** Bytes of frames that came so far. */
    long bytes() {
        return visitor.link().frameBytes();
    }

    @Override
    public void close() {
        visitor.close();
    }
}
