package org.deploynet.protocol.transparency;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.deploynet.protocol.Check;

/** A SHA-256 of a ledger: of a leaf, of a subtree, or of its chain; as text 64 lowercase hex digits. Immutable. */
public record TreeHash(@JsonValue String hex) {
    public static final int BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TreeHash {
        Check.present("hash", hex);
        Check.that(
                hex.length() == 2 * BYTES
                        && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')),
                "a hash is " + 2 * BYTES + " lowercase hex digits");
    }

    /** @throws IllegalArgumentException unless {@code hash} has 32 bytes */
    public static TreeHash of(byte[] hash) {
        return new TreeHash(HEX.formatHex(hash));
    }

    /** The hash of all {@code parts}, one after the other. */
    static TreeHash over(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return HEX.parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
