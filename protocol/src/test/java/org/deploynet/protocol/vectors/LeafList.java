package org.deploynet.protocol.vectors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.TreeHash;

/** A tree whose subtrees are computed from its leaves when they are first asked for. One thread. */
public final class LeafList implements MerkleTree.Subtrees {
    private final List<TreeHash> leaves;
    private final Map<Subtree, TreeHash> known = new HashMap<>();

    private record Subtree(int level, long position) {}

    public LeafList(List<TreeHash> leaves) {
        this.leaves = List.copyOf(leaves);
    }

    @Override
    public TreeHash complete(int level, long position) {
        if (level == 0) {
            return leaves.get((int) position);
        }
        var wanted = new Subtree(level, position);
        TreeHash found = known.get(wanted);
        if (found == null) {
            found = MerkleTree.node(complete(level - 1, 2 * position), complete(level - 1, 2 * position + 1));
            known.put(wanted, found);
        }
        return found;
    }
}
