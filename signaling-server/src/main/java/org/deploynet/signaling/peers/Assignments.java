package org.deploynet.signaling.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ToSuperPeer.Assign;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.deploynet.protocol.signaling.ToSuperPeer.Unassign;
import org.deploynet.signaling.peers.HolderChoice.Bucket;
import org.deploynet.signaling.peers.HolderChoice.Candidate;
import org.deploynet.signaling.sites.Site;

/**
 * Which super-peer keeps what, worked out anew when peers or sites come and go, and told to the peers as differences.
 * Look-ups read the last result; {@link #refresh} is called by one thread at a time.
 */
public final class Assignments {
    /** Bounds one peer's list of a site's buckets, and with it the message. */
    private static final int MAX_BUCKETS = 4096;

    private static final int SITES_A_MESSAGE = 256;
    private static final int BUCKETS_A_MESSAGE = 4096;
    /** 1 Mbit/s: a peer that takes browsers counts for something, whatever it says of its line. */
    private static final long LEAST_WEIGHT = 125_000;
    /** 1 Gbit/s: one that sets no limit, or boasts, does not take everything from the others. */
    private static final long MOST_WEIGHT = 125_000_000;

    private record Place(KeyId site, int bucket) {}

    private final Presence presence;
    private final Supplier<List<Site>> sites;
    private final ToIntFunction<KeyId> holdersOf;
    private final HolderChoice choice;
    private final ToDoubleFunction<KeyId> trust;
    private final long price;
    private final Map<OnlinePeer, Map<KeyId, Assigned>> told = new HashMap<>();
    private volatile Map<Place, List<KeyId>> holders = Map.of();

    /** @param trust how much of a super-peer's line counts, above 0 and 1 at most */
    public Assignments(
            Presence presence,
            Supplier<List<Site>> sites,
            ToIntFunction<KeyId> holdersOf,
            HolderChoice choice,
            ToDoubleFunction<KeyId> trust,
            long price) {
        this.presence = presence;
        this.sites = sites;
        this.holdersOf = holdersOf;
        this.choice = choice;
        this.trust = trust;
        this.price = price;
    }

    /** The super-peers that are to keep {@code bucket} of {@code site}, best first. */
    public List<KeyId> holders(KeyId site, int bucket) {
        return holders.getOrDefault(new Place(site, bucket), List.of());
    }

    /** Works out everything anew and tells each connected peer what changed for it. */
    public synchronized void refresh() {
        List<Site> all = sites.get();
        List<OnlinePeer> peers = List.copyOf(presence.all());
        Map<Bucket, List<KeyId>> chosen = choice.choose(buckets(all), candidates(peers));
        holders = chosen.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> new Place(entry.getKey().site(), entry.getKey().index()), Map.Entry::getValue));
        Map<KeyId, Map<KeyId, Assigned>> byPeer = byPeer(all, chosen, wholeHolders(all, chosen));
        told.keySet().retainAll(Set.copyOf(peers));
        peers.forEach(peer -> tell(peer, byPeer.getOrDefault(peer.id(), Map.of())));
    }

    private List<Bucket> buckets(List<Site> all) {
        List<Bucket> buckets = new ArrayList<>();
        for (Site site : all) {
            int holdersEach = holdersOf.applyAsInt(site.id());
            for (int index = 0; index < site.buckets(); index++) {
                buckets.add(new Bucket(site.id(), index, site.bytesPerBucket(), holdersEach));
            }
        }
        return buckets;
    }

    private List<Candidate> candidates(List<OnlinePeer> peers) {
        return peers.stream()
                .filter(peer -> peer.capacity().links() > 0)
                .map(peer -> new Candidate(
                        peer.id(), weight(peer), peer.capacity().cacheBytes(), site -> peer.accepts(site, () -> price)))
                .toList();
    }

    private long weight(OnlinePeer peer) {
        long line = Math.clamp(peer.capacity().bytesPerSecond(), LEAST_WEIGHT, MOST_WEIGHT);
        return Math.max(1, Math.round(line * trust.applyAsDouble(peer.id())));
    }

    /** Who keeps a bucket now, by its own word: all that it was told to keep of the site's newest manifest. */
    private Map<Place, Set<KeyId>> wholeHolders(List<Site> all, Map<Bucket, List<KeyId>> chosen) {
        Map<KeyId, Long> sequences = all.stream().collect(Collectors.toMap(Site::id, Site::sequence));
        Map<Place, Set<KeyId>> whole = new HashMap<>();
        chosen.forEach((bucket, peers) -> whole.put(
                new Place(bucket.site(), bucket.index()),
                peers.stream()
                        .filter(peer -> presence.find(peer)
                                .filter(online -> wasTold(online, bucket)
                                        && online.keepsWhole(bucket.site(), sequences.getOrDefault(bucket.site(), 0L)))
                                .isPresent())
                        .collect(Collectors.toSet())));
        return whole;
    }

    // Whole is said of what it was told last, which may lack this bucket.
    private boolean wasTold(OnlinePeer peer, Bucket bucket) {
        Assigned before = told.getOrDefault(peer, Map.of()).get(bucket.site());
        return before != null && Collections.binarySearch(before.buckets(), bucket.index()) >= 0;
    }

    private Map<KeyId, Map<KeyId, Assigned>> byPeer(
            List<Site> all, Map<Bucket, List<KeyId>> chosen, Map<Place, Set<KeyId>> whole) {
        Map<KeyId, Map<KeyId, List<Integer>>> indexes = new HashMap<>();
        chosen.forEach((bucket, peers) -> peers.forEach(peer -> indexes.computeIfAbsent(peer, key -> new HashMap<>())
                .computeIfAbsent(bucket.site(), key -> new ArrayList<>())
                .add(bucket.index())));
        Map<KeyId, Site> byId = all.stream().collect(Collectors.toMap(Site::id, site -> site));
        Map<KeyId, Map<KeyId, Assigned>> result = new HashMap<>();
        indexes.forEach((peer, ofSites) -> {
            Map<KeyId, Assigned> assigned = new HashMap<>();
            ofSites.forEach((site, list) ->
                    assigned.put(site, assigned(peer, Objects.requireNonNull(byId.get(site)), list, whole)));
            result.put(peer, assigned);
        });
        return result;
    }

    private Assigned assigned(KeyId peer, Site site, List<Integer> indexes, Map<Place, Set<KeyId>> whole) {
        List<Integer> sorted = indexes.stream().sorted().limit(MAX_BUCKETS).toList();
        List<Integer> others = sorted.stream()
                .map(index -> others(peer, whole.getOrDefault(new Place(site.id(), index), Set.of())))
                .toList();
        return new Assigned(site.id(), site.origin(), site.sequence(), sorted, price, Optional.of(others));
    }

    private static int others(KeyId peer, Set<KeyId> whole) {
        return Math.min(Assigned.MAX_HOLDERS, whole.size() - (whole.contains(peer) ? 1 : 0));
    }

    private void tell(OnlinePeer peer, Map<KeyId, Assigned> now) {
        Map<KeyId, Assigned> before = told.getOrDefault(peer, Map.of());
        told.put(peer, now);
        List<KeyId> gone = before.keySet().stream()
                .filter(site -> !now.containsKey(site))
                .sorted()
                .toList();
        for (int from = 0; from < gone.size(); from += SITES_A_MESSAGE) {
            peer.line().send(new Unassign(gone.subList(from, Math.min(gone.size(), from + SITES_A_MESSAGE))));
        }
        tellNew(
                peer,
                now.values().stream()
                        .filter(entry -> !entry.equals(before.get(entry.site())))
                        .sorted(Comparator.comparing(Assigned::site))
                        .toList());
    }

    // Origins and bucket lists vary in length: at 4,096 buckets or 100 sites a message stays well under 64 KiB.
    private static void tellNew(OnlinePeer peer, List<Assigned> entries) {
        List<Assigned> message = new ArrayList<>();
        int buckets = 0;
        int characters = 0;
        for (Assigned entry : entries) {
            boolean full = buckets + entry.buckets().size() > BUCKETS_A_MESSAGE
                    || characters + entry.origin().length() > 8192
                    || message.size() == 100;
            if (full && !message.isEmpty()) {
                peer.line().send(new Assign(message));
                message = new ArrayList<>();
                buckets = 0;
                characters = 0;
            }
            message.add(entry);
            buckets += entry.buckets().size();
            characters += entry.origin().length();
        }
        if (!message.isEmpty()) {
            peer.line().send(new Assign(message));
        }
    }
}
