package org.deploynet.protocol.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * The root of leaves that come one after the other, from the hashes of at most 64 complete subtrees: no leaf is kept. Not safe
 * for several threads.
 */
public final class GrowingTree {
    // The complete subtrees from the left, each smaller than the one before it: one for each bit of the size.
    private final List<TreeHash> subtrees = new ArrayList<>();
    private long size;

    public void add(TreeHash leaf) {
        TreeHash hash = leaf;
        for (long left = size; (left & 1) == 1; left >>>= 1) {
            hash = MerkleTree.node(subtrees.removeLast(), hash);
        }
        subtrees.add(hash);
        size++;
    }

    public long size() {
        return size;
    }

    public TreeHash root() {
        if (subtrees.isEmpty()) {
            return MerkleTree.EMPTY;
        }
        TreeHash root = subtrees.getLast();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(subtrees.get(i), root);
        }
        return root;
    }
}
