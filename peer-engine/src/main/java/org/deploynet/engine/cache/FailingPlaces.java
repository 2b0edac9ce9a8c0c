package org.deploynet.engine.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deploynet.engine.cache.CacheIndex.Place;

/**
 * Places that the disk could not read: a disk that fails for a while has lost nothing, so only what fails for long counts as
 * rotten. Safe from any thread.
 */
final class FailingPlaces {
    private static final int MOST = 10_000;
    private static final long FOR_GOOD_MILLIS = 10 * 60_000;

    private final Map<Place, Long> sinceMillis = new LinkedHashMap<>();
    private volatile boolean none = true;

    /** The place cannot be read now. True if that has been so for ten minutes. */
    synchronized boolean isForGood(Place place, long nowMillis) {
        none = false;
        long since = sinceMillis.computeIfAbsent(place, first -> nowMillis);
        if (sinceMillis.size() > MOST) {
            sinceMillis.remove(sinceMillis.keySet().iterator().next());
        }
        return nowMillis - since >= FOR_GOOD_MILLIS;
    }

    /** The place can be read. */
    void answered(Place place) {
        if (!none) {
            forget(place);
        }
    }

    private synchronized void forget(Place place) {
        sinceMillis.remove(place);
        none = sinceMillis.isEmpty();
    }
}
