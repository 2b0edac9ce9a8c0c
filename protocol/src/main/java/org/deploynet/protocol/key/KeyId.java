package org.deploynet.protocol.key;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.deploynet.protocol.Check;

/**
 * The short name of a P-256 key: SHA-256 of its SubjectPublicKeyInfo, first 20 bytes, as 40 lowercase hex digits. Sites,
 * super-peers and networks are all named this way. Immutable.
 */
public record KeyId(@JsonValue String hex) implements Comparable<KeyId> {
    private static final int DIGITS = 40;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KeyId {
        Check.present("key id", hex);
        Check.that(hex.matches("[0-9a-f]{" + DIGITS + "}"), "a key id is " + DIGITS + " lowercase hex digits");
    }

    @Override
    public int compareTo(KeyId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
