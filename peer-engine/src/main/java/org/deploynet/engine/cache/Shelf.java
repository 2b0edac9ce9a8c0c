package org.deploynet.engine.cache;

import java.nio.file.Path;
import java.time.Clock;
import org.deploynet.engine.cache.policy.Heat;
import org.deploynet.engine.storage.Disk;

/** What the parts of one cache share. */
record Shelf(
        Disk disk,
        CacheLocation location,
        CacheFolder home,
        long segmentBytes,
        CacheIndex index,
        Segments segments,
        Room room,
        Counters counters,
        Clock clock,
        Heat heat) {
    /** Where the segments are now. */
    Path folder() {
        return location.segments();
    }
}
