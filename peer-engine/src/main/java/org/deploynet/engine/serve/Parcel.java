package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.deploynet.protocol.link.DataFrame;
import org.jspecify.annotations.Nullable;

/**
 * A piece or a piece layer on its way to a visitor. Its bytes may be given back while a visitor does not read, and read again
 * later; how far it was sent stays. Guarded by its {@link Outbox}.
 */
final class Parcel {
    private final Transfer transfer;
    private final DataFrame.Kind kind;
    private final int piece;
    private final int length;
    private final Consumer<ByteBuffer> finished;
    private int sent;
    private @Nullable ByteBuffer bytes;

    /** @param finished gets {@code bytes} back once they are not needed any more */
    Parcel(Transfer transfer, DataFrame.Kind kind, int piece, ByteBuffer bytes, Consumer<ByteBuffer> finished) {
        this.transfer = transfer;
        this.kind = kind;
        this.piece = piece;
        this.length = bytes.remaining();
        this.bytes = bytes;
        this.finished = finished;
    }

    Transfer transfer() {
        return transfer;
    }

    boolean isPiece() {
        return kind == DataFrame.Kind.DATA;
    }

    DataFrame.Kind kind() {
        return kind;
    }

    int piece() {
        return piece;
    }

    int length() {
        return length;
    }

    int sent() {
        return sent;
    }

    int unsent() {
        return length - sent;
    }

    boolean isSent() {
        return sent == length;
    }

    boolean hasBytes() {
        return bytes != null;
    }

    /** Returns how many bytes of memory that frees. */
    int giveBack() {
        ByteBuffer held = bytes;
        if (held == null) {
            return 0;
        }
        bytes = null;
        finished.accept(held);
        return length;
    }

    void takeBack(ByteBuffer again) {
        bytes = again;
    }

    /** Writes the next frame with at most {@code maxPayload} bytes; returns how many payload bytes it has. */
    int writeFrame(ByteBuffer out, int maxPayload) {
        ByteBuffer from = bytes;
        if (from == null) {
            throw new IllegalStateException("a parcel without its bytes");
        }
        int payload = Math.min(maxPayload, unsent());
        boolean last = payload == unsent();
        new DataFrame(kind, last, transfer.want().request(), piece, sent).putTo(out);
        out.put(from.slice(from.position() + sent, payload));
        sent += payload;
        return payload;
    }
}
