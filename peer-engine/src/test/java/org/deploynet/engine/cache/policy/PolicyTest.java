package org.deploynet.engine.cache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final int PIECE_BYTES = 6400;

    private final Age age = new Age(100L * PIECE_BYTES);
    private final SegmentHeat segment = new SegmentHeat(age);

    private static long piece(int n) {
        return PieceKey.of(n, 0, PIECE_BYTES);
    }

    private HotSet full(PolicyKind kind, int pieces) {
        HotSet set = kind.newSet((long) pieces * PIECE_BYTES, 1);
        for (int n = 0; n < pieces; n++) {
            set.use(piece(n), segment);
        }
        return set;
    }

    private static List<Long> inOrder(HotSet set) {
        var order = new ArrayList<Long>();
        set.coldestFirst((piece, spot) -> order.add(piece));
        return order;
    }

    @Test
    void lruLetsTheLongestUnusedGo() {
        HotSet set = full(PolicyKind.LRU, 4);
        set.use(piece(0), segment);
        set.use(piece(9), segment);
        assertEquals(List.of(piece(2), piece(3), piece(0), piece(9)), inOrder(set));
    }

    @Test
    void mruLetsTheLastUsedGo() {
        HotSet set = full(PolicyKind.MRU, 4);
        set.use(piece(1), segment);
        set.use(piece(9), segment);
        assertFalse(set.spot(piece(1)).isPresent());
        assertEquals(List.of(piece(9), piece(3), piece(2), piece(0)), inOrder(set));
    }

    @Test
    void lfuLetsTheRarestUsedGoAndTheLongestUnusedAmongThem() {
        HotSet set = full(PolicyKind.LFU, 4);
        set.use(piece(0), segment);
        set.use(piece(0), segment);
        set.use(piece(2), segment);
        set.use(piece(9), segment);
        assertEquals(List.of(piece(3), piece(9), piece(2), piece(0)), inOrder(set));
    }

    @Test
    void wTinyLfuKeepsWhatIsUsedOftenThroughAScan() {
        HotSet tiny = full(PolicyKind.W_TINY_LFU, 200);
        HotSet lru = full(PolicyKind.LRU, 200);
        for (HotSet set : List.of(tiny, lru)) {
            for (int round = 0; round < 8; round++) {
                for (int n = 0; n < 100; n++) {
                    set.use(piece(n), segment);
                }
            }
            for (int n = 1000; n < 3000; n++) {
                set.use(piece(n), segment);
            }
        }
        assertTrue(kept(tiny, 100) > 95, "only " + kept(tiny, 100) + " of 100 were kept");
        assertEquals(0, kept(lru, 100));
    }

    private static int kept(HotSet set, int pieces) {
        int kept = 0;
        for (int n = 0; n < pieces; n++) {
            kept += set.spot(piece(n)).isPresent() ? 1 : 0;
        }
        return kept;
    }

    @Test
    void aSegmentIsAsHotAsItsMembersHaveBytesWhateverHappens() {
        for (PolicyKind kind : PolicyKind.values()) {
            var random = new Random(7);
            var segments = List.of(new SegmentHeat(age), new SegmentHeat(age), new SegmentHeat(age));
            HotSet set = kind.newSet(40L * PIECE_BYTES, 1);
            for (int step = 0; step < 20_000; step++) {
                long piece = piece(random.nextInt(200));
                SegmentHeat where = segments.get(random.nextInt(3));
                switch (random.nextInt(9)) {
                    case 0 -> set.remove(piece);
                    case 1 -> set.move(piece, where);
                    case 2 -> set.capacity((20L + random.nextInt(40)) * PIECE_BYTES);
                    case 3 -> age.stored(random.nextInt(step % 1000 == 0 ? 2_000 : 40) * (long) PIECE_BYTES);
                    default -> set.use(piece, where);
                }
            }
            List<Long> members = inOrder(set);
            long hot = segments.stream().mapToLong(SegmentHeat::hotBytes).sum();
            assertEquals(members.size() * (long) PIECE_BYTES, hot, kind.key());
            long read = members.stream()
                    .filter(piece -> set.spot(piece).orElseThrow().reads() > 0)
                    .count();
            assertEquals(
                    read * PIECE_BYTES,
                    segments.stream().mapToLong(SegmentHeat::readBytes).sum(),
                    kind.key());
            assertTrue(members.size() <= 60, kind.key());
            assertTrue(members.stream().allMatch(piece -> set.spot(piece).isPresent()), kind.key());
            set.capacity(1);
            assertEquals(0, segments.stream().mapToLong(SegmentHeat::hotBytes).sum(), kind.key());
            assertEquals(0, segments.stream().mapToLong(SegmentHeat::readBytes).sum(), kind.key());
        }
    }

    @Test
    void readsCountHalfAfterEachHalfLifeAndAreForgottenThen() {
        var spot = new Spot(piece(1), segment);
        for (int read = 0; read < 5; read++) {
            spot.use(segment);
        }
        for (int expected : List.of(5, 2, 1, 0, 0)) {
            assertEquals(expected, spot.reads());
            assertEquals(expected > 0 ? PIECE_BYTES : 0, segment.readBytes());
            age.stored(99L * PIECE_BYTES);
            assertEquals(expected, spot.reads());
            age.stored(PIECE_BYTES);
        }
        spot.use(segment);
        assertEquals(1, spot.reads());
        age.stored(Long.MAX_VALUE / 2);
        assertEquals(0, spot.reads());
        spot.leave();
        assertEquals(0, segment.hotBytes());
        assertEquals(0, segment.readBytes());
    }

    @Test
    void theColdestSegmentGoesFirstThenTheLongestUnreadAndTheYoungestLast() {
        var heat = new Heat(PolicyKind.LRU, 1_000_000_000, 1000);
        heat.used(piece(1), 1);
        heat.used(piece(2), 1);
        heat.used(piece(3), 2);
        List<Candidate> order = heat.coldestFirst(List.of(
                new Candidate(1, 20_000, 5),
                new Candidate(2, 20_000, 4),
                new Candidate(3, 20_000, 9),
                new Candidate(4, 20_000, 8),
                new Candidate(100, 120_000, 1),
                new Candidate(101, 120_000, 2)));
        assertEquals(
                List.of(4L, 3L, 2L, 1L, 100L, 101L),
                order.stream().map(Candidate::segment).toList());
        heat.moved(piece(2), 3);
        assertEquals(
                List.of(1L, 3L),
                heat.coldestFirst(List.of(new Candidate(3, 10_000, 1), new Candidate(1, 20_000, 2))).stream()
                        .map(Candidate::segment)
                        .toList());
    }

    @Test
    void switchingGoesOnWithWhatTheLastPolicyWouldKeep() {
        var heat = new Heat(PolicyKind.LRU, 100L * PIECE_BYTES, 1000);
        for (int n = 0; n < 200; n++) {
            heat.used(piece(n), n / 50);
        }
        for (PolicyKind kind : List.of(PolicyKind.LFU, PolicyKind.W_TINY_LFU, PolicyKind.MRU, PolicyKind.LRU)) {
            heat.policy(kind);
            assertEquals(kind, heat.policy());
            assertTrue(heat.isHot(piece(199)), kind.key());
            assertFalse(heat.isHot(piece(0)), kind.key());
        }
        assertEquals(
                0,
                heat.coldestFirst(List.of(new Candidate(3, 1, 0), new Candidate(0, 1, 1)))
                        .getFirst()
                        .segment());
    }

    @Test
    void aSetHasBoundedlyManyPiecesHoweverSmallTheyAre() {
        for (PolicyKind kind : PolicyKind.values()) {
            var heat = new Heat(kind, 1_000_000, 100);
            int hot = 0;
            for (int n = 0; n < 10_000; n++) {
                heat.used(PieceKey.of(n, 0, 10), 0);
            }
            for (int n = 0; n < 10_000; n++) {
                hot += heat.isHot(PieceKey.of(n, 0, 10)) ? 1 : 0;
            }
            assertTrue(hot <= 100, kind.key() + " follows " + hot);
            assertTrue(hot >= 80, kind.key() + " follows only " + hot);
        }
    }

    @Test
    void aPieceKeyTellsPiecesApartAndKnowsTheirLength() {
        assertEquals(256 * 1024, PieceKey.bytes(PieceKey.of(1, 7, 256 * 1024)));
        assertEquals(64, PieceKey.bytes(PieceKey.of(1, 7, 1)));
        long different = IntStream.range(0, 100_000)
                .mapToLong(n -> PieceKey.of(n / 100, n % 100, 1000))
                .distinct()
                .count();
        assertEquals(100_000, different);
    }

    @Test
    void everyPolicyHasItsName() {
        for (PolicyKind kind : PolicyKind.values()) {
            assertEquals(Optional.of(kind), PolicyKind.of(kind.key()));
        }
        assertEquals(Optional.empty(), PolicyKind.of("fifo"));
    }
}
