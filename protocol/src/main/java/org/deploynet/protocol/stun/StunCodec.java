package org.deploynet.protocol.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunMessage.Kind;

/**
 * STUN binding messages as datagrams (RFC 8489, RFC 5780), without authentication: whatever a datagram has, reading it ends
 * with a message or a {@link ProtocolException}. Safe from any thread.
 */
public final class StunCodec {
    /** The longest datagram that is read or written: what any IPv6 path carries in one piece. */
    public static final int MAX_BYTES = 1_280;

    static final int MAX_ATTRIBUTES = 64;
    static final int COOKIE = 0x2112_A442;

    private static final int HEADER_BYTES = 20;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_BYTES = 4;
    private static final int FINGERPRINT_XOR = 0x5354_554e;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int MESSAGE_INTEGRITY_SHA256 = 0x001c;

    private StunCodec() {}

    /** Reads one datagram. */
    public static StunMessage decode(byte[] datagram) throws ProtocolException {
        return decode(datagram, datagram.length);
    }

    /** Reads the datagram that the first {@code length} bytes are. */
    public static StunMessage decode(byte[] bytes, int length) throws ProtocolException {
        if (length < HEADER_BYTES || length > MAX_BYTES) {
            throw new ProtocolException("a STUN message of " + length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        Kind kind = kind(Short.toUnsignedInt(in.getShort()));
        int attributeBytes = Short.toUnsignedInt(in.getShort());
        if (attributeBytes != length - HEADER_BYTES || attributeBytes % 4 != 0) {
            throw new ProtocolException("a STUN message that says " + attributeBytes + " and has " + length + " bytes");
        }
        if (in.getInt() != COOKIE) {
            throw new ProtocolException("not the magic cookie of STUN");
        }
        TransactionId transaction = TransactionId.takeFrom(in);
        List<StunAttribute> attributes = new ArrayList<>();
        boolean fingerprint = takeAttributes(in, transaction, attributes);
        return new StunMessage(kind, transaction, attributes, fingerprint);
    }

    /** Writes a message; fails where it is longer than {@link #MAX_BYTES} or has an attribute that can only be read. */
    public static byte[] encode(StunMessage message) {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES + MAX_BYTES);
        out.putShort((short) message.kind().code()).putShort((short) 0).putInt(COOKIE);
        message.transaction().putTo(out);
        message.attributes().forEach(attribute -> {
            int start = out.position();
            out.putInt(0);
            int type = StunAttributes.put(attribute, message.transaction(), out);
            int length = out.position() - start - ATTRIBUTE_HEADER_BYTES;
            out.putShort(start, (short) type).putShort(start + 2, (short) length);
            out.put(new byte[padding(length)]);
            Check.range("bytes of a STUN message", out.position(), 0, MAX_BYTES);
        });
        int attributeBytes = out.position() - HEADER_BYTES;
        if (message.fingerprint()) {
            // The checksum covers a header that counts it already.
            attributeBytes += ATTRIBUTE_HEADER_BYTES + FINGERPRINT_BYTES;
        }
        out.putShort(2, (short) attributeBytes);
        if (message.fingerprint()) {
            int checksum = fingerprint(out.slice(0, out.position()));
            out.putShort((short) FINGERPRINT)
                    .putShort((short) FINGERPRINT_BYTES)
                    .putInt(checksum);
        }
        Check.range("bytes of a STUN message", out.position(), 0, MAX_BYTES);
        return Arrays.copyOf(out.array(), out.position());
    }

    // Returns whether the last of them is a fingerprint, which then was right.
    private static boolean takeAttributes(ByteBuffer in, TransactionId transaction, List<StunAttribute> attributes)
            throws ProtocolException {
        boolean covered = true;
        while (in.hasRemaining()) {
            int start = in.position();
            int type = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length + padding(length) > in.remaining()) {
                throw new ProtocolException("a STUN attribute longer than its message");
            }
            if (type == FINGERPRINT) {
                checkFingerprint(in, start, length);
                return true;
            }
            ByteBuffer value = in.slice(in.position(), length);
            in.position(in.position() + length + padding(length));
            if (type == MESSAGE_INTEGRITY || type == MESSAGE_INTEGRITY_SHA256) {
                // What follows it is not covered by it and does not count (RFC 8489 §14.5), whether it is checked or
                // not.
                covered = false;
            } else if (covered) {
                StunAttributes.take(type, value, transaction).ifPresent(attributes::add);
            }
            if (attributes.size() > MAX_ATTRIBUTES) {
                throw new ProtocolException("a STUN message of more than " + MAX_ATTRIBUTES + " attributes");
            }
        }
        return false;
    }

    private static void checkFingerprint(ByteBuffer in, int start, int length) throws ProtocolException {
        if (length != FINGERPRINT_BYTES || in.remaining() != FINGERPRINT_BYTES) {
            throw new ProtocolException("a STUN fingerprint that is not the end of its message");
        }
        if (in.getInt() != fingerprint(in.slice(0, start))) {
            throw new ProtocolException("a STUN fingerprint that does not fit its message");
        }
    }

    private static int fingerprint(ByteBuffer message) {
        var crc = new CRC32();
        crc.update(message);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    private static Kind kind(int code) throws ProtocolException {
        for (Kind kind : Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new ProtocolException("no STUN binding message: type " + code);
    }

    private static int padding(int length) {
        return -length & 3;
    }
}
