package org.deploynet.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/**
 * What an honest visitor does on an open link: says hello, asks, verifies each piece, signs receipts. Frames may be handed in
 * on WebRTC's own thread; the rest is safe from any thread.
 */
public final class VisitorLink implements AutoCloseable {
    private static final int MAX_MESSAGE = 256 * 1024;
    private static final int WINDOW = 4 * 1024 * 1024;
    private static final int WINDOW_PIECES = WINDOW / Pieces.PIECE_BYTES;
    private static final long RECEIPT_EVERY = 1024 * 1024;

    /** How control messages leave. */
    @FunctionalInterface
    public interface Sender {
        void control(byte[] utf8);
    }

    private final Sender sender;
    private final SigningKey session;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<Long, Arriving> arriving = new ConcurrentHashMap<>();
    private final BlockingQueue<LinkMessage> received = new LinkedBlockingQueue<>();
    private final AtomicLong frameBytes = new AtomicLong();
    private final ExecutorService verifier =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private volatile Optional<LinkMessage.Bye.Why> goodbye = Optional.empty();
    private String ticket;
    private long verifiedBytes;
    private long verifiedPieces;
    private long receiptedBytes;

    public VisitorLink(Sender sender, SigningKey session, String ticketId) {
        this.sender = sender;
        this.session = session;
        this.ticket = ticketId;
    }

    /** An answer as it comes together; with a layer each piece is verified as soon as it is whole. */
    private static final class Arriving {
        private final byte[] bytes;
        private final int first;
        private final Optional<PieceLayer> layer;
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private int missing;

        private Arriving(int first, int length, Optional<PieceLayer> layer) {
            this.first = first;
            this.bytes = new byte[length];
            this.layer = layer;
            this.missing = length;
        }

        private void end(LinkMessage.Bye.Why why) {
            whole.completeExceptionally(new GoodbyeException(why, this));
        }

        private ByteBuffer piece(int piece) {
            int start = (piece - first) * Pieces.PIECE_BYTES;
            return ByteBuffer.wrap(bytes, start, Math.min(Pieces.PIECE_BYTES, bytes.length - start));
        }
    }

    public void hello() {
        say(new LinkMessage.Hello(List.of(LinkMessage.VERSION), MAX_MESSAGE, WINDOW));
    }

    public void say(LinkMessage message) {
        sender.control(LinkCodec.encode(message));
    }

    /** Control messages of the super-peer that are not ends of wants. */
    public BlockingQueue<LinkMessage> received() {
        return received;
    }

    /** Bytes of frames so far, headers included. */
    public long frameBytes() {
        return frameBytes.get();
    }

    public void takeControl(byte[] utf8) {
        try {
            LinkMessage message = LinkCodec.decode(utf8);
            if (message instanceof LinkMessage.Refuse(long request, LinkMessage.Refuse.Reason why, int later)) {
                Optional.ofNullable(arriving.remove(request))
                        .ifPresent(refused -> refused.whole.completeExceptionally(new RefusedException(why)));
            }
            if (!(message instanceof LinkMessage.End)) {
                received.add(message);
            }
            if (message instanceof LinkMessage.Bye(LinkMessage.Bye.Why why)) {
                goodbye = Optional.of(why);
                arriving.values().forEach(open -> open.end(why));
            }
        } catch (ProtocolException e) {
            throw new IllegalStateException("the super-peer does not keep to the protocol", e);
        }
    }

    /** A want was refused. */
    public static final class RefusedException extends Exception {
        private final LinkMessage.Refuse.Reason why;

        public RefusedException(LinkMessage.Refuse.Reason why) {
            super("refused: " + why);
            this.why = why;
        }

        public LinkMessage.Refuse.Reason why() {
            return why;
        }
    }

    /** The super-peer said goodbye before all of an answer was here. */
    public static final class GoodbyeException extends IllegalStateException {
        private final transient Arriving answer;

        private GoodbyeException(LinkMessage.Bye.Why why, Arriving answer) {
            super("bye " + why);
            this.answer = answer;
        }

        /** Whether some of the answer came nevertheless, before the goodbye or behind it; known once the link is closed. */
        public boolean hasBegun() {
            return answer.missing < answer.bytes.length;
        }
    }

    public void takeFrame(ByteBuffer frame) {
        frameBytes.addAndGet(frame.remaining());
        try {
            DataFrame header = DataFrame.takeFrom(frame);
            Arriving target = arriving.get(header.request());
            if (target != null) {
                put(header, frame, target);
            }
        } catch (ProtocolException e) {
            throw new IllegalStateException("the super-peer does not keep to the protocol", e);
        }
    }

    private void put(DataFrame header, ByteBuffer payload, Arriving target) {
        int piece = (int) header.piece();
        long start = Pieces.offset(piece - target.first) + header.offset();
        target.missing -= payload.remaining();
        payload.get(target.bytes, (int) start, payload.remaining());
        if (header.last() && target.layer.isPresent()) {
            verifier.execute(() -> verify(target, piece, target.layer.get()));
        }
        if (target.missing == 0) {
            arriving.remove(header.request());
            whole(target);
        }
    }

    private void whole(Arriving target) {
        if (target.layer.isPresent()) {
            verifier.execute(() -> target.whole.complete(target.bytes));
        } else {
            target.whole.complete(target.bytes);
        }
    }

    private void verify(Arriving target, int piece, PieceLayer layer) {
        ByteBuffer bytes = target.piece(piece);
        if (layer.matches(piece, bytes)) {
            verified(bytes.remaining());
        } else {
            target.whole.completeExceptionally(new IllegalStateException("piece " + piece + " is wrong"));
        }
    }

    /** Asks for the piece layer of {@code object}, of {@code size} bytes. */
    public CompletableFuture<byte[]> layer(ObjectId object, long size) {
        return ask(object, 0, 0, new Arriving(0, Pieces.layerBytes(size), Optional.empty()), 0);
    }

    /** Asks for {@code count} pieces from {@code first} on and does not verify them. */
    public CompletableFuture<byte[]> pieces(ObjectId object, long size, int first, int count, int priority) {
        int length = length(size, first, count);
        return ask(object, first, count, new Arriving(first, length, Optional.empty()), priority);
    }

    /** As above, but each piece is verified and receipted as it comes. */
    public CompletableFuture<byte[]> pieces(PieceLayer layer, int first, int count, int priority) {
        int length = length(layer.objectBytes(), first, count);
        return ask(layer.id(), first, count, new Arriving(first, length, Optional.of(layer)), priority);
    }

    /** Asks {@code times} times for the object's first piece in one message, and does not verify the answers. */
    public CompletableFuture<List<byte[]>> firstPiece(ObjectId object, long size, int times) {
        var wants = new ArrayList<LinkMessage.Want>();
        var answers = new ArrayList<CompletableFuture<byte[]>>();
        for (int i = 0; i < times; i++) {
            var target = new Arriving(0, length(size, 0, 1), Optional.empty());
            wants.add(want(object, 0, 1, target, 0));
            answers.add(target.whole);
        }
        say(new LinkMessage.Get(wants));
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    private static int length(long size, int first, int count) {
        return Math.toIntExact(Math.min(size, Pieces.offset(first + count)) - Pieces.offset(first));
    }

    private CompletableFuture<byte[]> ask(ObjectId object, int first, int count, Arriving target, int priority) {
        say(new LinkMessage.Get(List.of(want(object, first, count, target, priority))));
        return target.whole;
    }

    private LinkMessage.Want want(ObjectId object, int first, int count, Arriving target, int priority) {
        long request = requests.incrementAndGet();
        arriving.put(request, target);
        goodbye.ifPresent(target::end);
        return new LinkMessage.Want(request, object, first, count, Optional.of(count == 0), priority, 10_000);
    }

    /** The whole object, each piece verified and receipted as it comes; two windows are asked for at a time. */
    public byte[] fetch(ObjectId object, long size) throws RefusedException {
        PieceLayer layer = verifiedLayer(object, size);
        byte[] whole = new byte[Math.toIntExact(size)];
        int pieces = Pieces.count(size);
        var windows = new ArrayDeque<CompletableFuture<byte[]>>();
        int asked = 0;
        for (int first = 0; first < pieces; first += WINDOW_PIECES) {
            while (asked < pieces && asked <= first + WINDOW_PIECES) {
                int count = Math.min(WINDOW_PIECES, pieces - asked);
                windows.add(pieces(layer, asked, count, 1));
                asked += count;
            }
            byte[] bytes = join(windows.remove());
            System.arraycopy(bytes, 0, whole, (int) Pieces.offset(first), bytes.length);
        }
        receipt();
        return whole;
    }

    /** The object's piece layer, asked for if it has one. */
    public PieceLayer verifiedLayer(ObjectId object, long size) throws RefusedException {
        byte[] hashes = Pieces.needsLayer(size) ? join(layer(object, size)) : new byte[0];
        return PieceLayer.verify(object, size, hashes)
                .orElseThrow(() -> new IllegalStateException("a wrong piece layer"));
    }

    private static byte[] join(CompletableFuture<byte[]> answer) throws RefusedException {
        try {
            return answer.orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** Counts a piece that was verified elsewhere and signs a receipt after each 1 MiB. */
    public synchronized void verified(int bytes) {
        verifiedBytes += bytes;
        verifiedPieces++;
        if (verifiedBytes - receiptedBytes >= RECEIPT_EVERY) {
            receipt();
        }
    }

    /** Signs for all that was verified on the current ticket. */
    public synchronized void receipt() {
        if (verifiedBytes > receiptedBytes) {
            receiptedBytes = verifiedBytes;
            say(new LinkMessage.NewReceipt(new Receipt(ticket, verifiedPieces, verifiedBytes).sign(session)));
        }
    }

    /** For a renewal: what was verified on the current ticket, signed; empty if nothing was. */
    public synchronized Optional<String> latestReceipt() {
        return verifiedBytes == 0
                ? Optional.empty()
                : Optional.of(new Receipt(ticket, verifiedPieces, verifiedBytes).sign(session));
    }

    /** Shows a renewed ticket; what is asked from now on counts on it. */
    public synchronized void renew(String jws, String ticketId) {
        receipt();
        say(new LinkMessage.NewTicket(jws));
        ticket = ticketId;
        verifiedBytes = 0;
        verifiedPieces = 0;
        receiptedBytes = 0;
    }

    public synchronized long verifiedBytes() {
        return verifiedBytes;
    }

    @Override
    public void close() {
        verifier.shutdownNow();
    }
}
