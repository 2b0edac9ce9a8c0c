package org.deploynet.signaling.reputation;

import java.util.BitSet;

/**
 * How many different prefixes were here, without a list of them: linear counting (Whang, Vander-Zanden and Taylor, 1990) over hashes, in
 * half a kilobyte. Too low by one in a hundred at most while there are a few, never too high by more than chance. Not safe for several
 * threads.
 */
final class DistinctPrefixes {
    private static final int CELLS = 4096;

    private final BitSet seen = new BitSet(CELLS);

    void add(long hash) {
        seen.set((int) (hash & (CELLS - 1)));
    }

    int count() {
        int empty = Math.max(1, CELLS - seen.cardinality());
        return (int) Math.round(-CELLS * Math.log((double) empty / CELLS));
    }

    void clear() {
        seen.clear();
    }
}
