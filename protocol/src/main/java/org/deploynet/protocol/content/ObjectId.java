package org.deploynet.protocol.content;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.deploynet.protocol.Check;

/**
 * The name of a file's bytes: the root of its BitTorrent v2 hash tree (BEP 52), 32 bytes; as text 64 lowercase hex digits.
 * Held as four words, so that a million of them stay small. Immutable.
 */
public record ObjectId(long a, long b, long c, long d) implements Comparable<ObjectId> {
    public static final int BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    /** @throws IllegalArgumentException unless {@code hash} has 32 bytes */
    public static ObjectId of(byte[] hash) {
        Check.that(hash.length == BYTES, "an object id has " + BYTES + " bytes, not " + hash.length);
        ByteBuffer words = ByteBuffer.wrap(hash);
        return new ObjectId(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** @throws IllegalArgumentException unless {@code text} is 64 lowercase hex digits */
    @JsonCreator
    public static ObjectId parse(String text) {
        Check.present("object id", text);
        Check.that(isLowerHex(text, 2 * BYTES), "an object id is " + 2 * BYTES + " lowercase hex digits");
        return of(HEX.parseHex(text));
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    /** The top {@code bits} bits, which decide who keeps the object (docs/protocol.md, bucket). */
    public int bucket(int bits) {
        return bits == 0 ? 0 : (int) (a >>> (Long.SIZE - bits));
    }

    @Override
    public int compareTo(ObjectId other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @JsonValue
    @Override
    public String toString() {
        return HEX.formatHex(toBytes());
    }

    static boolean isLowerHex(String text, int digits) {
        return text.length() == digits && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
