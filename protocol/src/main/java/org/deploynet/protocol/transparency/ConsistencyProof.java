package org.deploynet.protocol.transparency;

import java.util.ArrayList;
import java.util.List;
import org.deploynet.protocol.Check;

/** Shows that a ledger of {@code to} entries begins with the one of {@code from} (RFC 9162 §2.1.4). Immutable. */
public record ConsistencyProof(long from, long to, List<TreeHash> path) {
    /** One more than a tree of 2^63 leaves is high. */
    private static final int MAX_PATH = InclusionProof.MAX_PATH + 1;

    public ConsistencyProof {
        Check.range("from", from, 0, to);
        path = Check.list("path", path, MAX_PATH);
    }

    /** Whether it leads to both roots: RFC 9162 §2.1.4.2, and for an empty or an equal tree what follows from it. */
    public boolean proves(TreeHash fromRoot, TreeHash toRoot) {
        if (from == to || from == 0) {
            return path.isEmpty() && fromRoot.equals(from == to ? toRoot : MerkleTree.EMPTY);
        }
        var hashes = new ArrayList<TreeHash>();
        if (Long.bitCount(from) == 1) {
            hashes.add(fromRoot);
        }
        hashes.addAll(path);
        if (hashes.isEmpty()) {
            return false;
        }
        int whole = Long.numberOfTrailingZeros(from);
        return leads(hashes, (from - 1) >>> whole, (to - 1) >>> whole, fromRoot, toRoot);
    }

    private static boolean leads(List<TreeHash> hashes, long first, long second, TreeHash fromRoot, TreeHash toRoot) {
        long at = first;
        long last = second;
        TreeHash older = hashes.getFirst();
        TreeHash newer = older;
        for (TreeHash beside : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                older = MerkleTree.node(beside, older);
                newer = MerkleTree.node(beside, newer);
                int skipped = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
                at >>>= skipped;
                last >>>= skipped;
            } else {
                newer = MerkleTree.node(newer, beside);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 && older.equals(fromRoot) && newer.equals(toRoot);
    }
}
