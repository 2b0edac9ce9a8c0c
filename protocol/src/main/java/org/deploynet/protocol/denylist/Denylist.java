package org.deploynet.protocol.denylist;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/**
 * What somebody advises not to serve. An entry is the SHA-256, in lowercase hex, of the path of a site or of an object: an id is a hash
 * already, so that the list tells whoever has an id whether it is meant, and nobody which ids are. This is the double-hash rule of
 * IPFS's compact denylist format (IPIP-383, <a
 * href="https://github.com/ipfs/specs/blob/main/src/compact-denylist-format.md">{@code //DOUBLE-HASH}</a>) over paths of ours. Immutable.
 *
 * @param name what to call the list
 * @param sequence grows with each edition; an older one than was seen is refused
 * @param entries no order, at most {@link #MOST_ENTRIES}
 */
public record Denylist(
        int deploynet, String name, long sequence, Instant issued, Instant expires, List<String> entries) {
    public static final int VERSION = 1;
    public static final int MOST_ENTRIES = 50_000;

    private static final int MAX_NAME_CHARS = 80;
    private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();

    public Denylist {
        Check.that(deploynet == VERSION, "a denylist of version " + deploynet + ", known is " + VERSION);
        Check.text("name", name, MAX_NAME_CHARS);
        Check.that(
                name.codePoints().noneMatch(Character::isISOControl) && !name.isBlank(),
                "the list has no printable name");
        Check.range("sequence", sequence, 1, 1L << 53);
        Check.present("issued", issued);
        Check.present("expires", expires);
        Check.that(issued.isBefore(expires), "it expires before it is issued");
        entries = Check.list("entries", entries, MOST_ENTRIES);
        entries.forEach(entry -> Check.that(ENTRY.matcher(entry).matches(), "an entry is not a SHA-256 in hex"));
    }

    /** How a list names {@code site}. */
    public static String entry(KeyId site) {
        return sha256("/deploynet/site/" + site.hex());
    }

    /** How a list names {@code object}. */
    public static String entry(ObjectId object) {
        return sha256("/deploynet/object/" + object);
    }

    /** SHA-256 of a text, in lowercase hex. */
    public static String sha256(String path) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
