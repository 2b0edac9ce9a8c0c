package org.deploynet.protocol.transparency;

import java.util.List;
import org.deploynet.protocol.Check;

/**
 * Shows that entry {@code entry}, counted from 1, is among the first {@code size} of a ledger (RFC 9162 §2.1.3). Immutable.
 */
public record InclusionProof(long entry, long size, List<TreeHash> path) {
    static final int MAX_PATH = 64;

    public InclusionProof {
        Check.range("size", size, 1, Long.MAX_VALUE);
        Check.range("entry", entry, 1, size);
        path = Check.list("path", path, MAX_PATH);
    }

    /** Whether it leads from {@code leaf} to {@code root}: RFC 9162 §2.1.3.2. */
    public boolean proves(TreeHash leaf, TreeHash root) {
        long at = entry - 1;
        long last = size - 1;
        TreeHash hash = leaf;
        for (TreeHash beside : path) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = MerkleTree.node(beside, hash);
                int skipped = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= skipped;
                last >>>= skipped;
            } else {
                hash = MerkleTree.node(hash, beside);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
