package org.deploynet.protocol.stun;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * The 96 bits that tie a STUN answer to its request (RFC 8489 §5). Whoever cannot guess them cannot answer for a server, so
 * they come from a cryptographic generator. Immutable.
 */
public record TransactionId(int high, long low) {
    /** A new one. */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }

    static TransactionId takeFrom(ByteBuffer in) {
        return new TransactionId(in.getInt(), in.getLong());
    }

    void putTo(ByteBuffer out) {
        out.putInt(high).putLong(low);
    }
}
