package org.deploynet.benchmarks.traces;

/**
 * How much of what was asked for was there.
 *
 * @param byBytes percent of the bytes
 * @param byRequests percent of the requests
 * @param rewrittenPercent bytes that were rescued, in percent of those stored
 */
record HitRate(double byBytes, double byRequests, double rewrittenPercent) {
    static HitRate of(Trace trace, long hitBytes, long hits, double rewrittenPercent) {
        return new HitRate(
                percent(hitBytes, trace.requestedBytes()), percent(hits, trace.requests().length), rewrittenPercent);
    }

    static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
