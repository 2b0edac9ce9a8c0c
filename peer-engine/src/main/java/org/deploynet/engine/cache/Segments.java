package org.deploynet.engine.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The segments that can be read now, by number. Safe from any thread. */
final class Segments {
    private final Map<Long, SegmentFile> byId = new ConcurrentHashMap<>();

    void add(SegmentFile segment) {
        byId.put(segment.id(), segment);
    }

    void remove(SegmentFile segment) {
        byId.remove(segment.id());
    }

    void clear() {
        byId.clear();
    }

    Optional<SegmentFile> get(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    Collection<SegmentFile> all() {
        return List.copyOf(byId.values());
    }

    int count() {
        return byId.size();
    }
}
