package org.deploynet.benchmarks.isolation;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.deploynet.benchmarks.rig.Wanted;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.VisitorLink;

/** A link that keeps a super-peer busy for nothing. Safe from any thread. */
final class Attacker {
    /** What {@link #lived} says of a link that is open. */
    static final long STILL_OPEN = -1;

    private static final long REQUEST = 1_000_000;
    private static final int BULK = 1;
    private static final int DEADLINE_MILLIS = 10_000;
    private static final int REQUESTS_A_SECOND = 50_000;

    /** Nobody keeps it: each request is decoded, looked up and refused. */
    private static final ObjectId UNKNOWN = ObjectId.parse("5".repeat(64));

    private final JavaVisitor visitor;
    private final Wanted wanted;
    private volatile long lived = STILL_OPEN;

    private Attacker(JavaVisitor visitor, Wanted wanted) {
        this.visitor = visitor;
        this.wanted = wanted;
    }

    /** Opens a link that has not said a word yet. */
    static Attacker open(HttpClient http, PeerConnectionFactory factory, Wanted wanted)
            throws InterruptedException, ExecutionException, TimeoutException {
        var attacker = new Attacker(new JavaVisitor(http, factory, wanted.site()), wanted);
        attacker.visitor.open();
        long opened = System.nanoTime();
        var _ = attacker.visitor
                .closed()
                .thenRun(() -> attacker.lived =
                        Duration.ofNanos(System.nanoTime() - opened).toMillis());
        return attacker;
    }

    /** Milliseconds from the opening until the super-peer closed the link. */
    long lived() {
        return lived;
    }

    /** Whether it was closed with this reason. */
    boolean heard(LinkMessage.Bye.Why why) {
        return visitor.link().received().contains(new LinkMessage.Bye(why));
    }

    void greet() {
        visitor.link().hello();
    }

    /** Takes something, so that it counts as one that reads. */
    void takeHashes() throws ExecutionException {
        try {
            visitor.link().verifiedLayer(wanted.object(), wanted.bytes());
        } catch (VisitorLink.RefusedException e) {
            throw new ExecutionException(e);
        }
    }

    /** Asks for {@code pieces} and waits for nothing. */
    void askForBulk(int pieces) {
        visitor.link().say(new LinkMessage.Get(List.of(want(0, wanted.object(), pieces))));
    }

    private static LinkMessage.Want want(int number, ObjectId object, int pieces) {
        return new LinkMessage.Want(REQUEST + number, object, 0, pieces, Optional.of(false), BULK, DEADLINE_MILLIS);
    }

    /** How many requests left within how many nanoseconds. */
    record Flood(long requests, long nanos) {}

    /** Sends 50,000 requests a second, as many in a message as it takes, until the link is closed or {@code length} is over. */
    Flood flood(Duration length) {
        byte[] message = LinkCodec.encode(new LinkMessage.Get(IntStream.range(0, LinkMessage.MAX_OPEN_WANTS)
                .mapToObj(number -> want(number, UNKNOWN, 1))
                .toList()));
        long start = System.nanoTime();
        long sent = 0;
        long nanos = 0;
        while (lived == STILL_OPEN && nanos < length.toNanos()) {
            visitor.end().control(message);
            sent += LinkMessage.MAX_OPEN_WANTS;
            nanos = System.nanoTime() - start;
            LockSupport.parkNanos(sent * Duration.ofSeconds(1).toNanos() / REQUESTS_A_SECOND - nanos);
        }
        return new Flood(sent, nanos);
    }

    void close() {
        visitor.close();
    }
}
