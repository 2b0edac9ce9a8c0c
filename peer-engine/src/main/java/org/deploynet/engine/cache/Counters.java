package org.deploynet.engine.cache;

import java.util.concurrent.atomic.LongAdder;

/** What the cache did since it was opened. Safe from any thread. */
final class Counters {
    final LongAdder hits = new LongAdder();
    final LongAdder hitBytes = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder storedBytes = new LongAdder();
    final LongAdder rescuedBytes = new LongAdder();
    final LongAdder evictedBytes = new LongAdder();
    final LongAdder rottenPieces = new LongAdder();
    final LongAdder poisonedSegments = new LongAdder();
}
