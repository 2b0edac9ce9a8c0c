package org.deploynet.engine.fill;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;

/**
 * What one manifest says that this super-peer is to keep, and what earlier ones said that is still good for visitors who
 * have not seen the newest. Immutable.
 *
 * @param listed the objects of its own buckets: those of the buckets that the fewest others keep first, and among them the
 *     smallest, so that a page is served from here as early as possible
 * @param retired objects no manifest names any more, and when they go
 */
record SiteContents(long sequence, List<Wanted> listed, Set<ObjectId> ids, Map<ObjectId, Instant> retired) {
    static final SiteContents NONE = new SiteContents(0, List.of(), Set.of(), Map.of());

    /** One object and a path to it. */
    record Wanted(ObjectId id, long bytes, String path, int bucket) {}

    static SiteContents of(Manifest manifest, Assignment assignment) {
        var mine = new HashMap<ObjectId, Wanted>();
        var buckets = Set.copyOf(assignment.buckets());
        manifest.files().forEach((path, entry) -> {
            int bucket = entry.id().bucket(manifest.bucketBits());
            if (buckets.contains(bucket)) {
                mine.putIfAbsent(entry.id(), new Wanted(entry.id(), entry.size(), path, bucket));
            }
        });
        List<Wanted> listed = mine.values().stream()
                .sorted(Comparator.comparingInt((Wanted wanted) -> assignment.others(wanted.bucket()))
                        .thenComparingLong(Wanted::bytes))
                .toList();
        return new SiteContents(manifest.sequence(), listed, Set.copyOf(mine.keySet()), Map.of());
    }

    /** This, and what {@code earlier} had and this does not, until {@code until}. */
    SiteContents after(SiteContents earlier, Instant until) {
        var old = new HashMap<>(earlier.retired);
        earlier.ids.forEach(id -> old.putIfAbsent(id, until));
        old.keySet().removeAll(ids);
        return new SiteContents(sequence, listed, ids, Map.copyOf(old));
    }

    SiteContents without(Instant now) {
        var still = new HashMap<>(retired);
        still.values().removeIf(until -> !until.isAfter(now));
        return new SiteContents(sequence, listed, ids, Map.copyOf(still));
    }

    boolean contains(ObjectId id) {
        return ids.contains(id) || retired.containsKey(id);
    }

    Set<ObjectId> all() {
        var all = new HashSet<>(ids);
        all.addAll(retired.keySet());
        return all;
    }

    long bytes() {
        return listed.stream().mapToLong(Wanted::bytes).sum();
    }
}
