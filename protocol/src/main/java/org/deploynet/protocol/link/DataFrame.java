package org.deploynet.protocol.link;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.ProtocolException;

/**
 * The 16 bytes before each payload on the data channel, in network byte order: {@code u8 kind, u8 flags, u16 zero,
 * u32 request, u32 piece, u32 offset} (docs/protocol.md §3). {@code offset} is where the payload belongs within its piece or
 * within the piece layer. Immutable.
 */
public record DataFrame(Kind kind, boolean last, long request, long piece, long offset) {
    public static final int HEADER_BYTES = 16;
    public static final int MAX_PAYLOAD_BYTES = 64 * 1024;
    private static final int FLAG_LAST = 1;
    private static final long U32 = 0xffff_ffffL;

    /** What the payload is part of. */
    public enum Kind {
        @JsonProperty("data")
        DATA(1),
        @JsonProperty("layer")
        LAYER(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    public DataFrame {
        Check.present("kind", kind);
        Check.range("request", request, 0, U32);
        Check.range("piece", piece, 0, U32);
        Check.range("offset", offset, 0, U32);
    }

    /** Writes the header at the buffer's position. */
    public void putTo(ByteBuffer out) {
        out.put((byte) kind.code).put((byte) (last ? FLAG_LAST : 0)).putShort((short) 0);
        out.putInt((int) request).putInt((int) piece).putInt((int) offset);
    }

    /** Reads the header at the buffer's position, which then stands at the payload. */
    public static DataFrame takeFrom(ByteBuffer in) throws ProtocolException {
        if (in.remaining() < HEADER_BYTES || in.remaining() > HEADER_BYTES + MAX_PAYLOAD_BYTES) {
            throw new ProtocolException("a data frame of " + in.remaining() + " bytes");
        }
        Kind kind = kind(in.get());
        int flags = in.get();
        if (flags > FLAG_LAST || flags < 0 || in.getShort() != 0) {
            throw new ProtocolException("unknown bits in a data frame");
        }
        return new DataFrame(kind, flags == FLAG_LAST, in.getInt() & U32, in.getInt() & U32, in.getInt() & U32);
    }

    private static Kind kind(byte code) throws ProtocolException {
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new ProtocolException("data frame of unknown kind " + code);
    }
}
