package org.deploynet.protocol.stun;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.deploynet.protocol.Check;

/**
 * The 96 bits that tie a STUN answer to its request (RFC 8489 §5). Whoever cannot guess them cannot answer for a server, so
 * they come from a cryptographic generator. Immutable.
 */
public record TransactionId(int high, long low) {
    /** A new one. */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }

    /** Reads 24 hex digits. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TransactionId ofHex(String hex) {
        Check.that(hex.matches("[0-9a-f]{24}"), "a transaction is 24 hex digits");
        return takeFrom(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @JsonValue
    public String hex() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    static TransactionId takeFrom(ByteBuffer in) {
        return new TransactionId(in.getInt(), in.getLong());
    }

    void putTo(ByteBuffer out) {
        out.putInt(high).putLong(low);
    }
}
