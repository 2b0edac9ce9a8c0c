package org.deploynet.signaling.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.peers.HolderChoice.Bucket;
import org.deploynet.signaling.peers.HolderChoice.Candidate;
import org.junit.jupiter.api.Test;

class HolderChoiceTest {
    private static final long PLENTY = 1L << 50;

    private final Random random = new Random(7);
    private final HolderChoice choice = new HolderChoice(1234);

    @Test
    void everyBucketHasItsHoldersAndNoPeerMoreThanItsShareAndAQuarter() {
        List<Candidate> peers = peers(100, i -> 1 + i % 10);
        List<Bucket> buckets = buckets(2_000, 2);
        Map<Bucket, List<KeyId>> chosen = choice.choose(buckets, peers);
        Map<KeyId, Integer> loads = loads(chosen);
        chosen.values().forEach(holders -> {
            assertEquals(2, holders.size());
            assertEquals(2, new HashSet<>(holders).size());
        });
        double weights = peers.stream().mapToDouble(Candidate::weight).sum();
        for (Candidate peer : peers) {
            double share = 4_000 * peer.weight() / weights;
            int load = loads.getOrDefault(peer.peer(), 0);
            assertTrue(load <= Math.ceil(1.25 * share), load + " of " + share);
        }
        // Ten peers of each weight: single small ones scatter, their sum does not.
        for (int weight = 1; weight <= 10; weight++) {
            long ofWeight = weight;
            long load = peers.stream()
                    .filter(peer -> peer.weight() == ofWeight)
                    .mapToLong(peer -> loads.getOrDefault(peer.peer(), 0))
                    .sum();
            double share = 4_000 * 10 * weight / weights;
            assertTrue(Math.abs(load - share) < 0.25 * share, load + " of " + share);
        }
    }

    @Test
    void peerThatGoesMovesLittleMoreThanWhatItHeld() {
        List<Candidate> peers = peers(50, i -> 10);
        List<Bucket> buckets = buckets(1_000, 2);
        Map<Bucket, List<KeyId>> before = choice.choose(buckets, peers);
        Map<Bucket, List<KeyId>> after = choice.choose(buckets, peers.subList(1, peers.size()));
        int held = loads(before).getOrDefault(peers.getFirst().peer(), 0);
        long moved = buckets.stream()
                .mapToLong(bucket -> after.getOrDefault(bucket, List.of()).stream()
                        .filter(holder ->
                                !before.getOrDefault(bucket, List.of()).contains(holder))
                        .count())
                .sum();
        assertTrue(moved >= held && moved <= 3L * held, moved + " moved, it held " + held);
    }

    @Test
    void orderOfPeersAndBucketsDoesNotMatterButTheSaltDoes() {
        List<Candidate> peers = peers(20, i -> 1 + i);
        List<Bucket> buckets = buckets(100, 3);
        Map<Bucket, List<KeyId>> chosen = choice.choose(buckets, peers);
        assertEquals(chosen, choice.choose(buckets.reversed(), peers.reversed()));
        assertTrue(!chosen.equals(new HolderChoice(99).choose(buckets, peers)));
    }

    @Test
    void fullCachesAreRespectedAndTooFewPeersGiveWhatThereIs() {
        KeyId small = id();
        List<Candidate> peers = List.of(new Candidate(small, 1_000_000, 250), new Candidate(id(), 1, PLENTY));
        Map<Bucket, List<KeyId>> chosen = choice.choose(buckets(10, 16), peers);
        assertEquals(2, loads(chosen).getOrDefault(small, 0), "two buckets of 100 bytes fit into 250");
        List<Candidate> tiny = List.of(new Candidate(small, 1, 50));
        assertEquals(1, loads(choice.choose(buckets(1, 2), tiny)).getOrDefault(small, 0), "a part is better than none");
        assertEquals(Map.of(), choice.choose(List.of(), peers));
        choice.choose(buckets(3, 2), List.of()).values().forEach(holders -> assertEquals(List.of(), holders));
    }

    @Test
    void moreVisitorsMeanMoreHoldersUpToSixteen() {
        assertEquals(
                List.of(2, 2, 4, 4, 8, 16, 16),
                IntStream.of(0, 49, 50, 199, 200, 800, 1_000_000)
                        .map(HolderChoice::holdersFor)
                        .boxed()
                        .toList());
    }

    @Test
    void whoIsOnProbationKeepsAQuarterAndWhoIsDemotedNextToNothing() {
        List<Candidate> peers = peers(90, i -> i < 30 ? 64_000 : i < 60 ? 16_000 : 1_000);
        Map<KeyId, Integer> loads = loads(choice.choose(buckets(2_000, 2), peers));
        long[] sums = new long[3];
        for (int i = 0; i < peers.size(); i++) {
            sums[i / 30] += loads.getOrDefault(peers.get(i).peer(), 0);
        }
        assertEquals(4_000, sums[0] + sums[1] + sums[2]);
        assertEquals(0.25, (double) sums[1] / sums[0], 0.05);
        assertTrue(sums[2] > 0 && sums[2] < 0.04 * sums[0], sums[2] + " of " + sums[0]);
    }

    private static Map<KeyId, Integer> loads(Map<Bucket, List<KeyId>> chosen) {
        Map<KeyId, Integer> loads = new HashMap<>();
        chosen.values().forEach(holders -> holders.forEach(holder -> loads.merge(holder, 1, Integer::sum)));
        return loads;
    }

    private List<Candidate> peers(int count, java.util.function.IntUnaryOperator weight) {
        List<Candidate> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(new Candidate(id(), weight.applyAsInt(i), PLENTY));
        }
        return peers;
    }

    private List<Bucket> buckets(int count, int holders) {
        KeyId site = id();
        return IntStream.range(0, count)
                .mapToObj(index -> new Bucket(site, index, 100, holders))
                .toList();
    }

    private KeyId id() {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return new KeyId(java.util.HexFormat.of().formatHex(bytes));
    }
}
