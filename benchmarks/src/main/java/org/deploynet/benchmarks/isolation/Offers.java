package org.deploynet.benchmarks.isolation;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.deploynet.benchmarks.rig.Wanted;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.testkit.RtcEnd;
import org.deploynet.testkit.VisitorSignaling;

/** Offers of links that nobody means to open, through the signaling server as visitors send them. */
final class Offers {
    /** What the server lets one visitor have at once. */
    private static final int A_VISITOR = 8;

    private static final int VISITORS_AT_ONCE = 16;
    private static final int PATIENCE_SECONDS = 30;

    private final HttpClient http;
    private final Wanted wanted;
    private final SigningKey session = SigningKey.generate();
    private final String sdp;
    private final LongAdder answered = new LongAdder();
    private final LongAdder declined = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Offers(HttpClient http, Wanted wanted) throws InterruptedException {
        this.http = http;
        this.wanted = wanted;
        try (var end = new RtcEnd(RtcEnd.factory(), RtcEnd.Events.NONE)) {
            sdp = end.offer();
        }
    }

    /** How many of {@code count} were answered, declined, and refused by the server, and nanoseconds that it took. */
    LongStream offer(int count) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        var room = new Semaphore(VISITORS_AT_ONCE);
        var running = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int sent = 0; sent < count; sent += A_VISITOR) {
                int offers = Math.min(A_VISITOR, count - sent);
                room.acquire();
                running.add(threads.submit(() -> visit(offers, room)));
            }
            for (Future<?> visit : running) {
                visit.get();
            }
        }
        return LongStream.of(answered.sum(), declined.sum(), refused.sum(), System.nanoTime() - start);
    }

    private void visit(int offers, Semaphore room) {
        try (var signaling = new VisitorSignaling(
                http, wanted.site().visitors(), wanted.site().origin())) {
            signaling.send(new FromVisitor.Hello(0, wanted.site().id(), 0, session.publicKey(), sdp));
            for (int n = 1; n < offers; n++) {
                signaling.send(FromVisitor.Connect.again(n, 0, sdp));
            }
            int open = offers;
            while (open > 0) {
                open -= isOutcome(next(signaling)) ? 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private static ToVisitor next(VisitorSignaling signaling) throws InterruptedException {
        ToVisitor message = signaling.messages().poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new IllegalStateException("the signaling server says nothing more");
        }
        return message;
    }

    private boolean isOutcome(ToVisitor message) {
        switch (message) {
            case Answer _ -> answered.increment();
            case ToVisitor.Declined _ -> declined.increment();
            case Refused _ -> refused.increment();
            default -> {
                return false;
            }
        }
        return true;
    }
}
