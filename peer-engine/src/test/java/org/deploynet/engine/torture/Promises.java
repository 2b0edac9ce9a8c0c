package org.deploynet.engine.torture;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.deploynet.protocol.key.KeyId;

/** What a cache has said of the samples it was given: kept, given up, purged. Safe from any thread. */
final class Promises {
    /** A sample that a site asked for. */
    record Claim(KeyId site, int sample) {}

    private final Map<Claim, BitSet> kept = new HashMap<>();
    private final Set<Claim> begun = new HashSet<>();
    private final Set<Claim> ordered = new HashSet<>();

    /** From now on it may be there. */
    synchronized void begin(Claim claim) {
        begun.add(claim);
    }

    /** The cache said that it has it. */
    synchronized void keep(Claim claim, int piece) {
        kept.computeIfAbsent(claim, any -> new BitSet()).set(piece);
    }

    /** From now on it may be gone. */
    synchronized void release(Claim claim) {
        kept.remove(claim);
    }

    /** From now on it may be refused, and it will not be asked for again. */
    synchronized void purge(Claim claim) {
        ordered.add(claim);
        kept.remove(claim);
    }

    synchronized boolean isPurging(Claim claim) {
        return ordered.contains(claim);
    }

    /** It was seen to be gone, for a reason that counts. */
    synchronized void forget(int sample, int piece) {
        kept.forEach((claim, pieces) -> {
            if (claim.sample() == sample) {
                pieces.clear(piece);
            }
        });
    }

    synchronized boolean isKept(int sample, int piece) {
        return kept.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().sample() == sample && entry.getValue().get(piece));
    }

    /** Those that asked for it. */
    synchronized List<Claim> claims(int sample) {
        return begun.stream().filter(claim -> claim.sample() == sample).toList();
    }

    synchronized List<Claim> keptFor(KeyId site) {
        return kept.keySet().stream().filter(claim -> claim.site().equals(site)).toList();
    }

    synchronized long keptPieces(int samples) {
        return IntStream.range(0, samples)
                .mapToLong(sample -> {
                    var all = new BitSet();
                    kept.forEach((claim, pieces) -> {
                        if (claim.sample() == sample) {
                            all.or(pieces);
                        }
                    });
                    return all.cardinality();
                })
                .sum();
    }
}
