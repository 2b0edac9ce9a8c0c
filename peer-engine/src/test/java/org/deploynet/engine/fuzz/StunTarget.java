package org.deploynet.engine.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunAttribute;
import org.deploynet.protocol.stun.StunAttribute.Unknown;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;

/** STUN datagrams: what was read is what would be written, and what lies behind a datagram is not part of it. */
final class StunTarget implements FuzzTarget {
    private static final int HEADER_BYTES = 20;
    private static final int FINGERPRINT_BYTES = 8;
    private static final int BEHIND = 16;

    @Override
    public String name() {
        return "stun";
    }

    @Override
    public int maxBytes() {
        return StunCodec.MAX_BYTES + 32;
    }

    @Override
    public long maxAllocatedBytes() {
        return 256 * 1024;
    }

    @Override
    public boolean check(byte[] input) {
        StunMessage message;
        try {
            message = StunCodec.decode(input);
        } catch (ProtocolException refused) {
            return false;
        }
        Claim.that(input.length <= StunCodec.MAX_BYTES, "a message that is too long", input.length);
        Claim.that(message.attributes().size() <= (input.length - HEADER_BYTES) / 4, "attributes from nowhere");
        Claim.that(!message.fingerprint() || isFingerprinted(input), "a fingerprint that is none");
        endsWhereItEnds(input, message);
        isReadAsWritten(message);
        return true;
    }

    // RFC 8489 §14.7: CRC-32 of all before it, XOR 0x5354554e, in the last attribute.
    private static boolean isFingerprinted(byte[] input) {
        var crc = new CRC32();
        crc.update(input, 0, input.length - FINGERPRINT_BYTES);
        ByteBuffer last = ByteBuffer.wrap(input, input.length - FINGERPRINT_BYTES, FINGERPRINT_BYTES);
        return last.getInt() == 0x8028_0004 && last.getInt() == ((int) crc.getValue() ^ 0x5354_554e);
    }

    private static void endsWhereItEnds(byte[] input, StunMessage message) {
        byte[] longer = Arrays.copyOf(input, input.length + BEHIND);
        Arrays.fill(longer, input.length, longer.length, (byte) 0xff);
        try {
            Claim.that(message.equals(StunCodec.decode(longer, input.length)), "what lies behind it changes it");
        } catch (ProtocolException e) {
            throw new AssertionError("what lies behind it spoils it", e);
        }
    }

    private static void isReadAsWritten(StunMessage message) {
        List<StunAttribute> known = message.attributes().stream()
                .filter(attribute -> !(attribute instanceof Unknown))
                .toList();
        // What is not UTF-8 is read as a character of three bytes, so the whole may not fit any more.
        if (known.toString().indexOf('\ufffd') >= 0) {
            return;
        }
        var writable = new StunMessage(message.kind(), message.transaction(), known, message.fingerprint());
        try {
            Claim.that(writable.equals(StunCodec.decode(StunCodec.encode(writable))), "written it is another message");
        } catch (ProtocolException e) {
            throw new AssertionError("what was read cannot be read when written", e);
        }
    }
}
