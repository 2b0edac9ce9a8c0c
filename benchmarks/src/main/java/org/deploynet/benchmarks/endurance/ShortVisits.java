package org.deploynet.benchmarks.endurance;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.benchmarks.rig.Wanted;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.testkit.JavaVisitor;

/** Visitors who come, take some pieces, sign for them and leave, several at a time. Safe from any thread. */
final class ShortVisits {
    /** In one message; a link may have 32 open. */
    private static final int WANTS = 25;

    private static final int PATIENCE_SECONDS = 20;

    private final HttpClient http;
    private final List<PeerConnectionFactory> factories;
    private final Wanted wanted;
    private final ExecutorService threads;
    private final Tally tally;

    ShortVisits(
            HttpClient http,
            List<PeerConnectionFactory> factories,
            Wanted wanted,
            ExecutorService threads,
            Tally tally) {
        this.http = http;
        this.factories = factories;
        this.wanted = wanted;
        this.threads = threads;
        this.tally = tally;
    }

    /** Returns when all are over. Each asks for the object's first piece {@code pieces} times. */
    void make(int visits, int atOnce, int pieces) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        var running = new ArrayList<Future<?>>();
        for (int n = 0; n < atOnce; n++) {
            PeerConnectionFactory factory = factories.get(n % factories.size());
            running.add(threads.submit(() -> {
                while (next.getAndIncrement() < visits) {
                    visit(factory, pieces);
                }
                return visits;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void visit(PeerConnectionFactory factory, int pieces) throws InterruptedException {
        try (var visitor = new JavaVisitor(http, factory, wanted.site())) {
            visitor.connect();
            for (int left = pieces; left > 0; left -= WANTS) {
                take(visitor, Math.min(WANTS, left));
            }
            visitor.link().receipt();
            tally.opened();
        } catch (ExecutionException | TimeoutException | IllegalStateException | CompletionException failed) {
            tally.cut();
        }
    }

    private void take(JavaVisitor visitor, int times)
            throws InterruptedException, ExecutionException, TimeoutException {
        PieceLayer layer = PieceLayer.ofSinglePiece(wanted.object(), wanted.bytes());
        List<byte[]> answers = visitor.link()
                .firstPiece(wanted.object(), wanted.bytes(), times)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (byte[] piece : answers) {
            if (layer.matches(0, ByteBuffer.wrap(piece))) {
                tally.verified(piece.length);
                visitor.link().verified(piece.length);
            } else {
                tally.wrong();
            }
        }
    }
}
