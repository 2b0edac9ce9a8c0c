package org.deploynet.benchmarks.endurance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.VisitorLink;

/** Visitors who come, take some pieces, sign for them and leave, several at a time. Safe from any thread. */
final class ShortVisits {
    /** In one message; a link may have 32 open. */
    private static final int WANTS = 25;

    private static final int PATIENCE_SECONDS = 20;

    private final Entrance entrance;
    private final Tally tally;

    ShortVisits(Entrance entrance, Tally tally) {
        this.entrance = entrance;
        this.tally = tally;
    }

    /** Returns when all are over. Each asks for the object's first piece {@code pieces} times. */
    void make(int visits, int atOnce, int pieces) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        var running = new ArrayList<Future<?>>();
        for (int n = 0; n < atOnce; n++) {
            running.add(entrance.threads().submit(() -> {
                while (next.getAndIncrement() < visits) {
                    visit(pieces);
                }
                return visits;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void visit(int pieces) throws InterruptedException {
        try (var visitor = entrance.visitor()) {
            entrance.connect(visitor);
            take(visitor, pieces);
        } catch (ExecutionException | TimeoutException | IllegalStateException | CompletionException nobodyThere) {
            tally.turnedAway();
        }
    }

    private void take(JavaVisitor visitor, int pieces) throws InterruptedException {
        try {
            for (int left = pieces; left > 0; left -= WANTS) {
                ask(visitor, Math.min(WANTS, left));
            }
            visitor.link().receipt();
            tally.opened();
        } catch (ExecutionException | TimeoutException e) {
            if (isOver(e)) {
                tally.turnedAway();
            } else {
                tally.cut();
            }
        }
    }

    /** Whether the super-peer refused what was asked, or had said goodbye before it was. */
    private static boolean isOver(Exception failed) {
        return failed.getCause() instanceof VisitorLink.RefusedException
                || (failed.getCause() instanceof VisitorLink.GoodbyeException goodbye && !goodbye.hasBegun());
    }

    private void ask(JavaVisitor visitor, int times) throws InterruptedException, ExecutionException, TimeoutException {
        PieceLayer layer = PieceLayer.ofSinglePiece(
                entrance.wanted().object(), entrance.wanted().bytes());
        List<byte[]> answers = visitor.link()
                .firstPiece(entrance.wanted().object(), entrance.wanted().bytes(), times)
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
