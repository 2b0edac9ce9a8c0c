package org.deploynet.testkit.rogue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/** Serves one browser, with a lie. Runs on a thread of its own until the link ends. */
final class RogueLink implements Runnable {
    private static final long HIGH_MARK_BYTES = 256 * 1024;
    private static final int STRANGER_BYTES = 512 * 1024;
    private static final int BUSY_MS = 1_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PeerLink link;
    private final Shelf shelf;
    private final Lie lie;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(DataFrame.HEADER_BYTES + DataFrame.MAX_PAYLOAD_BYTES);

    RogueLink(PeerLink link, Shelf shelf, Lie lie) {
        this.link = link;
        this.shelf = shelf;
        this.lie = lie;
    }

    /** What of the newest want was not sent yet, by one that sends a byte a second. */
    private Optional<Trickle> trickle = Optional.empty();

    private long trickledAt = System.nanoTime();

    private record Trickle(LinkMessage.Want want, ByteBuffer left) {}

    @Override
    public void run() {
        link.sendControl(new LinkMessage.Hello(List.of(LinkMessage.VERSION), 64 * 1024 + 16, 4 * 1024 * 1024));
        try {
            while (true) {
                Optional<LinkInbox.Event> event = link.inbox().take(SECOND);
                if (System.nanoTime() - trickledAt >= SECOND.toNanos()) {
                    trickledAt = System.nanoTime();
                    sendByte();
                }
                if (event.isPresent() && event.get() instanceof LinkInbox.Event.Ended) {
                    return;
                }
                if (event.isPresent() && event.get() instanceof LinkInbox.Event.Control control) {
                    answer(LinkCodec.decode(control.utf8()));
                }
            }
        } catch (ProtocolException e) {
            Said.line("protocol", String.valueOf(e));
            link.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(LinkMessage message) throws InterruptedException {
        if (message instanceof LinkMessage.Get get) {
            for (LinkMessage.Want want : get.wants()) {
                answer(want);
            }
        }
    }

    private void answer(LinkMessage.Want want) throws InterruptedException {
        Said.line("want", want.object() + " " + want.first() + "+" + want.count());
        if (lie == Lie.SILENCE) {
            return;
        }
        if (lie == Lie.BUSY) {
            link.sendControl(new LinkMessage.Refuse(want.request(), LinkMessage.Refuse.Reason.BUSY, BUSY_MS));
            return;
        }
        Optional<byte[]> found = shelf.object(want.object());
        if (found.isEmpty()) {
            link.sendControl(new LinkMessage.Refuse(want.request(), LinkMessage.Refuse.Reason.ABSENT, 0));
            return;
        }
        if (lie == Lie.TRICKLE) {
            trickle = Optional.of(new Trickle(want, first(want, found.get())));
            return;
        }
        send(want, found.get(), shelf.otherThan(want.object()));
        link.sendControl(new LinkMessage.End(want.request(), want.count()));
    }

    private static ByteBuffer first(LinkMessage.Want want, byte[] object) {
        return isLayerFirst(want, object) ? Shelf.layer(object) : Shelf.piece(object, want.first());
    }

    private static boolean isLayerFirst(LinkMessage.Want want, byte[] object) {
        return want.wantsLayer() && Pieces.needsLayer(object.length);
    }

    private void sendByte() {
        trickle.filter(next -> next.left().hasRemaining()).ifPresent(next -> {
            byte[] object = shelf.object(next.want().object()).orElseThrow();
            boolean isLayer = isLayerFirst(next.want(), object);
            frame.clear();
            new DataFrame(
                            isLayer ? DataFrame.Kind.LAYER : DataFrame.Kind.DATA,
                            next.left().remaining() == 1,
                            next.want().request(),
                            isLayer ? 0 : next.want().first(),
                            next.left().position())
                    .putTo(frame);
            frame.put(next.left().get()).flip();
            link.sendData(frame);
        });
    }

    private void send(LinkMessage.Want want, byte[] object, byte[] other) throws InterruptedException {
        if (isLayerFirst(want, object)) {
            send(DataFrame.Kind.LAYER, want.request(), 0, lie.layer(object, other), 0);
        }
        for (int piece = want.first(); piece < want.first() + want.count(); piece++) {
            ByteBuffer bytes = lie.piece(object, piece, other);
            int missing = lie == Lie.CUT ? Math.max(1, bytes.remaining() / 2) : 0;
            send(DataFrame.Kind.DATA, want.request(), piece, bytes, missing);
        }
        if (lie == Lie.UNASKED) {
            int next = want.first() + want.count();
            send(DataFrame.Kind.DATA, want.request(), next, Shelf.piece(other, 0), 0);
        }
        if (lie == Lie.STRANGER) {
            for (int sent = 0; sent < STRANGER_BYTES; sent += Pieces.PIECE_BYTES) {
                send(DataFrame.Kind.DATA, LinkMessage.MAX_REQUEST, 0, ByteBuffer.allocate(Pieces.PIECE_BYTES), 0);
            }
        }
    }

    /** Sends {@code payload} in frames but for its last {@code missing} bytes. */
    private void send(DataFrame.Kind kind, long request, int piece, ByteBuffer payload, int missing)
            throws InterruptedException {
        int end = payload.remaining() - missing;
        for (int at = 0; at < end; at += DataFrame.MAX_PAYLOAD_BYTES) {
            int length = Math.min(DataFrame.MAX_PAYLOAD_BYTES, end - at);
            boolean last = at + length == payload.remaining();
            int sent = last && lie == Lie.TRUNCATE && kind == DataFrame.Kind.DATA ? length / 2 : length;
            frame.clear();
            new DataFrame(kind, last, request, piece, at).putTo(frame);
            frame.put(payload.duplicate().position(at).limit(at + sent)).flip();
            waitForRoom();
            link.sendData(frame);
        }
    }

    // A rogue with no manners towards its own line would be closed by libwebrtc before it could lie.
    private void waitForRoom() throws InterruptedException {
        while (link.isOpen() && link.bufferedBytes() > HIGH_MARK_BYTES) {
            Thread.sleep(1);
        }
    }
}
