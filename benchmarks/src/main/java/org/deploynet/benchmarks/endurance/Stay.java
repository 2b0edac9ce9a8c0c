package org.deploynet.benchmarks.endurance;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.VisitorLink;

/** One open link of a visitor who always wants more, verifies each piece and signs for it. For one thread. */
final class Stay {
    /** As long as a page waits for a byte of what it asked (docs/protocol.md, "What the browser does with it"). */
    private static final long SILENCE_MILLIS = 600;

    private static final int UNDER_WAY = 2;
    private static final int BULK = 1;
    private static final int GOODBYE_SECONDS = 5;

    private final JavaVisitor visitor;
    private final PieceLayer layer;
    private final Tally tally;
    private final Runnable firstPiece;
    private final ArrayDeque<Asked> coming = new ArrayDeque<>();
    private int next;
    private boolean isServed;

    private record Asked(int piece, CompletableFuture<byte[]> bytes) {}

    /** {@code firstPiece} hears of the link's first verified piece. */
    Stay(JavaVisitor visitor, PieceLayer layer, Tally tally, Runnable firstPiece) {
        this.visitor = visitor;
        this.layer = layer;
        this.tally = tally;
        this.firstPiece = firstPiece;
    }

    /** How a link came to its end without anybody waiting for what was asked. */
    enum End {
        LEFT,
        /** The super-peer gave what it had taken on, refused what was new, and said {@code bye drain}. */
        DRAINED
    }

    /** Until {@code over}, or until the super-peer finishes it; throws when the link brings nothing more. */
    End untilOver(BooleanSupplier over) throws InterruptedException, ExecutionException, TimeoutException {
        while (!over.getAsBoolean() || !coming.isEmpty()) {
            while (!over.getAsBoolean() && coming.size() < UNDER_WAY && !visitor.isHalfUsed()) {
                ask();
            }
            if (coming.isEmpty()) {
                visitor.renew();
            } else if (!takeUnlessRefused()) {
                return finish();
            }
        }
        visitor.link().receipt();
        return End.LEFT;
    }

    private End finish() throws InterruptedException, ExecutionException, TimeoutException {
        while (!coming.isEmpty()) {
            takeUnlessRefused();
        }
        visitor.link().receipt();
        LinkMessage said;
        do {
            said = visitor.link().received().poll(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } while (said != null && !(said instanceof LinkMessage.Bye));
        if (said instanceof LinkMessage.Bye(LinkMessage.Bye.Why why) && why == LinkMessage.Bye.Why.DRAIN) {
            return End.DRAINED;
        }
        throw new TimeoutException("refused, and then " + said);
    }

    private void ask() {
        int piece = next++ % Pieces.count(layer.objectBytes());
        coming.add(new Asked(piece, visitor.link().pieces(layer.id(), layer.objectBytes(), piece, 1, BULK)));
    }

    private boolean takeUnlessRefused() throws InterruptedException, ExecutionException, TimeoutException {
        Asked asked = coming.remove();
        try {
            take(asked.piece(), await(asked.bytes()));
            return true;
        } catch (ExecutionException e) {
            if (wasTakenOn(e)) {
                throw e;
            }
            return false;
        }
    }

    /** What was refused, or came to the super-peer behind its goodbye, was not. */
    private boolean wasTakenOn(ExecutionException failed)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (failed.getCause() instanceof VisitorLink.GoodbyeException goodbye) {
            visitor.closed().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
            return goodbye.hasBegun();
        }
        return !(failed.getCause() instanceof VisitorLink.RefusedException);
    }

    private void take(int piece, byte[] bytes) {
        if (!layer.matches(piece, ByteBuffer.wrap(bytes))) {
            tally.wrong();
            throw new IllegalStateException("piece " + piece + " is wrong");
        }
        tally.verified(bytes.length);
        visitor.link().verified(bytes.length);
        if (!isServed) {
            isServed = true;
            firstPiece.run();
        }
    }

    // A piece may take long where many share the line; a link that is dead brings no byte at all.
    private byte[] await(CompletableFuture<byte[]> piece)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            long before = visitor.link().frameBytes();
            try {
                return piece.get(SILENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (visitor.link().frameBytes() == before) {
                    throw e;
                }
            }
        }
    }
}
