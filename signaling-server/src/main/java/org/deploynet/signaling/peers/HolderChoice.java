package org.deploynet.signaling.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.deploynet.protocol.key.KeyId;

/**
 * Chooses which super-peers keep which buckets: weighted rendezvous hashing (each bucket takes the peers with the highest
 * {@code -weight / ln(hash)}; Thaler and Ravishankar 1998, weighted after Mosko) with bounded load (no peer holds more than
 * 1.25 times its share; Mirrokni and others 2016). When a peer comes or goes, only what it holds moves. A pure function of
 * its arguments and of the salt, which keeps strangers from choosing a key that falls beside a given bucket.
 */
public final class HolderChoice {
    public static final int MIN_HOLDERS = 2;
    public static final int MAX_HOLDERS = 16;

    private static final double BOUND = 1.25;

    /** A part of a site that is kept as one; {@code holders} is how many peers should keep it. */
    public record Bucket(KeyId site, int index, long bytes, int holders) {}

    /**
     * A super-peer with a weight above zero and room for {@code cacheBytes} in all.
     *
     * @param accepts the sites that it serves: it is given no others
     */
    public record Candidate(KeyId peer, long weight, long cacheBytes, Predicate<KeyId> accepts) {
        /** One that serves any site. */
        public Candidate(KeyId peer, long weight, long cacheBytes) {
            this(peer, weight, cacheBytes, any -> true);
        }
    }

    private record Scored(Candidate candidate, double score) {}

    private final long salt;

    public HolderChoice(long salt) {
        this.salt = salt;
    }

    /** The holders of each bucket, best first; fewer than asked where the peers are few or full. */
    public Map<Bucket, List<KeyId>> choose(List<Bucket> buckets, List<Candidate> candidates) {
        var shares = new Shares(buckets, candidates);
        Map<Bucket, List<KeyId>> chosen = new HashMap<>();
        // In the order of their hashes, so that neither the site's name nor its age decides who comes when peers are
        // full.
        buckets.stream()
                .sorted(Comparator.comparingLong(this::hash)
                        .thenComparing(Bucket::site)
                        .thenComparingInt(Bucket::index))
                .forEach(bucket -> chosen.put(bucket, holders(bucket, candidates, shares)));
        return chosen;
    }

    /** How many peers should keep a bucket of a site with so many visitors online. */
    public static int holdersFor(int visitors) {
        int holders = MIN_HOLDERS;
        for (int served = 50; served <= visitors && holders < MAX_HOLDERS; served *= 4) {
            holders *= 2;
        }
        return holders;
    }

    private List<KeyId> holders(Bucket bucket, List<Candidate> candidates, Shares shares) {
        List<Candidate> ranked = ranked(bucket, candidates);
        List<KeyId> holders = new ArrayList<>();
        for (Candidate candidate : ranked) {
            if (holders.size() == bucket.holders()) {
                break;
            }
            if (shares.take(candidate, bucket)) {
                holders.add(candidate.peer());
            }
        }
        if (holders.isEmpty()) {
            lastResort(bucket, ranked, shares).ifPresent(holders::add);
        }
        return List.copyOf(holders);
    }

    // Rather more than its share for one peer than nobody, and rather a part of a bucket in a small cache than nothing.
    private static Optional<KeyId> lastResort(Bucket bucket, List<Candidate> ranked, Shares shares) {
        return ranked.stream()
                .filter(candidate -> shares.hasBytes(candidate, bucket))
                .findFirst()
                .or(() -> ranked.stream().findFirst())
                .map(candidate -> {
                    shares.hold(candidate, bucket);
                    return candidate.peer();
                });
    }

    private List<Candidate> ranked(Bucket bucket, List<Candidate> candidates) {
        long hash = hash(bucket);
        return candidates.stream()
                .filter(candidate -> candidate.accepts().test(bucket.site()))
                .map(candidate -> new Scored(candidate, score(hash, candidate)))
                .sorted(Comparator.comparingDouble(Scored::score)
                        .reversed()
                        .thenComparing(scored -> scored.candidate().peer()))
                .map(Scored::candidate)
                .toList();
    }

    private static double score(long bucketHash, Candidate candidate) {
        long mixed = mix(bucketHash ^ words(candidate.peer()));
        double uniform = ((mixed >>> 11) + 0.5) * 0x1.0p-53;
        return -candidate.weight() / Math.log(uniform);
    }

    private long hash(Bucket bucket) {
        return mix(mix(salt ^ words(bucket.site())) + bucket.index());
    }

    private static long words(KeyId id) {
        return Long.parseUnsignedLong(id.hex(), 0, 16, 16);
    }

    // The finalizer of MurmurHash3 by Austin Appleby (public domain): every bit of the input moves every bit of the
    // output.
    private static long mix(long value) {
        long v = value;
        v = (v ^ (v >>> 33)) * 0xff51afd7ed558ccdL;
        v = (v ^ (v >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return v ^ (v >>> 33);
    }

    /** What each peer may still take: its share of all buckets, and its cache. */
    private static final class Shares {
        private final Map<KeyId, Long> buckets = new HashMap<>();
        private final Map<KeyId, Long> bytes = new HashMap<>();

        Shares(List<Bucket> all, List<Candidate> candidates) {
            long wanted = all.stream()
                    .mapToLong(bucket -> Math.min(bucket.holders(), candidates.size()))
                    .sum();
            double weights = candidates.stream().mapToDouble(Candidate::weight).sum();
            for (Candidate candidate : candidates) {
                buckets.put(candidate.peer(), (long) Math.ceil(BOUND * wanted * candidate.weight() / weights));
                bytes.put(candidate.peer(), candidate.cacheBytes());
            }
        }

        boolean take(Candidate candidate, Bucket bucket) {
            boolean free = buckets.getOrDefault(candidate.peer(), 0L) > 0 && hasBytes(candidate, bucket);
            if (free) {
                hold(candidate, bucket);
            }
            return free;
        }

        boolean hasBytes(Candidate candidate, Bucket bucket) {
            return bytes.getOrDefault(candidate.peer(), 0L) >= bucket.bytes();
        }

        void hold(Candidate candidate, Bucket bucket) {
            buckets.merge(candidate.peer(), -1L, Long::sum);
            bytes.merge(candidate.peer(), -bucket.bytes(), Long::sum);
        }
    }
}
