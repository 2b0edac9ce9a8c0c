package org.deploynet.protocol.transparency;

import java.util.ArrayList;
import java.util.List;
import org.deploynet.protocol.Check;

/**
 * The hash tree of RFC 6962 §2.1 (the same in RFC 9162 §2.1) and the proofs that can be read out of it. A tree that only grows
 * never changes a complete subtree, so whoever keeps their hashes makes each root and proof of about log2(n) of them.
 */
public final class MerkleTree {
    /** Of a tree without leaves. */
    public static final TreeHash EMPTY = TreeHash.over();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** Where the hashes of complete subtrees are kept. */
    @FunctionalInterface
    public interface Subtrees {
        /** Of the 2^{@code level} leaves from leaf {@code position} × 2^{@code level} on, counted from 0. */
        TreeHash complete(int level, long position);
    }

    private MerkleTree() {}

    public static TreeHash leaf(byte[] entry) {
        return TreeHash.over(LEAF, entry);
    }

    public static TreeHash node(TreeHash left, TreeHash right) {
        return TreeHash.over(NODE, left.bytes(), right.bytes());
    }

    /** The root of the first {@code size} leaves. */
    public static TreeHash root(Subtrees tree, long size) {
        Check.range("size", size, 0, Long.MAX_VALUE);
        return size == 0 ? EMPTY : range(tree, 0, size);
    }

    /** RFC 6962 §2.1.1: what leads from leaf {@code index}, counted from 0, to the root of the first {@code size}. */
    public static List<TreeHash> inclusion(Subtrees tree, long index, long size) {
        Check.range("index", index, 0, size - 1);
        var path = new ArrayList<TreeHash>();
        include(tree, index, 0, size, path);
        return path;
    }

    /** RFC 6962 §2.1.2: what shows that the first {@code from} of {@code to} leaves are a tree of their own. */
    public static List<TreeHash> consistency(Subtrees tree, long from, long to) {
        Check.range("from", from, 0, to);
        var path = new ArrayList<TreeHash>();
        if (from > 0) {
            subproof(tree, from, 0, to, true, path);
        }
        return path;
    }

    private static void include(Subtrees tree, long index, long start, long end, List<TreeHash> path) {
        if (end - start == 1) {
            return;
        }
        long middle = start + half(end - start);
        if (index < middle) {
            include(tree, index, start, middle, path);
            path.add(range(tree, middle, end));
        } else {
            include(tree, index, middle, end, path);
            path.add(range(tree, start, middle));
        }
    }

    private static void subproof(Subtrees tree, long upTo, long start, long end, boolean isKnown, List<TreeHash> path) {
        if (upTo == end) {
            if (!isKnown) {
                path.add(range(tree, start, end));
            }
            return;
        }
        long middle = start + half(end - start);
        if (upTo <= middle) {
            subproof(tree, upTo, start, middle, isKnown, path);
            path.add(range(tree, middle, end));
        } else {
            subproof(tree, upTo, middle, end, false, path);
            path.add(range(tree, start, middle));
        }
    }

    private static TreeHash range(Subtrees tree, long start, long end) {
        long leaves = end - start;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return tree.complete(level, start >>> level);
        }
        long middle = start + half(leaves);
        return node(range(tree, start, middle), range(tree, middle, end));
    }

    /** The largest power of two that is smaller. */
    private static long half(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
