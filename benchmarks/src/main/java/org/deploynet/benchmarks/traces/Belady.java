package org.deploynet.benchmarks.traces;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * What could be had by who knows the future. {@link #replay}: MIN piece by piece; whoever is asked for last goes, also the one
 * that was just asked for. With pieces of one length that is the optimum; with several it is what a clairvoyant can really
 * reach, and the optimum for bytes lies between it and {@link #bound}.
 */
final class Belady {
    private static final int NEVER = Integer.MAX_VALUE;

    private Belady() {}

    static HitRate replay(Trace trace, long capacityBytes) {
        int[] next = nextUse(trace);
        int[] due = new int[trace.keys().length];
        Arrays.fill(due, -1);
        // The next use of each piece that is kept; uses are unique, so they name the piece.
        var uses = new TreeSet<Integer>();
        long used = 0;
        long hits = 0;
        long hitBytes = 0;
        for (int at = 0; at < trace.requests().length; at++) {
            int piece = trace.requests()[at];
            if (due[piece] == at) {
                hits++;
                hitBytes += trace.bytes()[piece];
                uses.remove(at);
                used -= trace.bytes()[piece];
            }
            due[piece] = -1;
            if (next[at] != NEVER) {
                due[piece] = next[at];
                uses.add(next[at]);
                used += trace.bytes()[piece];
            }
            while (used > capacityBytes) {
                int last = trace.requests()[uses.removeLast()];
                due[last] = -1;
                used -= trace.bytes()[last];
            }
        }
        return HitRate.of(trace, hitBytes, hits, 0);
    }

    /**
     * A bound by bytes that nothing passes: each stretch between two uses of a piece takes its bytes for its time, and the
     * shortest stretches are taken until the cache's bytes times the whole time are spent (Berger, Beckmann, Harchol-Balter,
     * Practical Bounds on Optimal Caching with Variable Object Sizes, 2018: PFOO-L). Percent of the bytes.
     */
    static double bound(Trace trace, long capacityBytes) {
        int[] next = nextUse(trace);
        long[] stretches = new long[next.length];
        int count = 0;
        for (int at = 0; at < next.length; at++) {
            if (next[at] != NEVER) {
                stretches[count++] = (long) (next[at] - at) << 32 | at;
            }
        }
        Arrays.sort(stretches, 0, count);
        double left = (double) capacityBytes * next.length;
        double hitBytes = 0;
        for (int n = 0; n < count && left > 0; n++) {
            double bytes = trace.bytes()[trace.requests()[(int) stretches[n]]];
            double cost = bytes * (stretches[n] >>> 32);
            hitBytes += bytes * Math.min(1, left / cost);
            left -= cost;
        }
        return HitRate.percent(Math.round(hitBytes), trace.requestedBytes());
    }

    private static int[] nextUse(Trace trace) {
        int[] next = new int[trace.requests().length];
        int[] seen = new int[trace.keys().length];
        Arrays.fill(seen, NEVER);
        for (int at = next.length - 1; at >= 0; at--) {
            next[at] = seen[trace.requests()[at]];
            seen[trace.requests()[at]] = at;
        }
        return next;
    }
}
