package org.deploynet.protocol.transparency;

import java.nio.charset.StandardCharsets;
import org.deploynet.protocol.Check;

/**
 * One entry of a network's ledger as everybody may read it. {@code at} is milliseconds since 1970 by the server's clock;
 * {@code postings} are {@code account=microcredits}, separated by single spaces. Immutable.
 */
public record LedgerEntry(long sequence, long at, String kind, String reference, String postings) {
    private static final int MAX_CHARS = 4096;

    public LedgerEntry {
        Check.range("sequence", sequence, 1, Long.MAX_VALUE);
        Check.range("at", at, 0, Long.MAX_VALUE);
        Check.text("kind", kind, 64);
        Check.text("reference", reference, 128);
        Check.text("postings", postings, MAX_CHARS);
        Check.that((kind + reference + postings).indexOf('\n') < 0, "a line break in an entry");
    }

    /** The one spelling that is hashed: the five fields in this order in UTF-8, a line break between each two. */
    public byte[] bytes() {
        String text = sequence + "\n" + at + "\n" + kind + "\n" + reference + "\n" + postings;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Its leaf of the ledger's tree. */
    public TreeHash leaf() {
        return MerkleTree.leaf(bytes());
    }

    /** The head of the chain after it, where {@code before} is the one before it; the first comes after 32 zero bytes. */
    public TreeHash chained(TreeHash before) {
        return TreeHash.over(before.bytes(), bytes());
    }
}
