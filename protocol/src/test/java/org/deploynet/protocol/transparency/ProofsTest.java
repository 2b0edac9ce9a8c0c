package org.deploynet.protocol.transparency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.vectors.LeafList;
import org.junit.jupiter.api.Test;

class ProofsTest {
    private static final int LARGEST = 130;
    private static final int TRIES = 3_000;

    private final List<TreeHash> leaves = IntStream.range(0, LARGEST)
            .mapToObj(i -> MerkleTree.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8)))
            .toList();
    private final LeafList tree = new LeafList(leaves);
    private final Random random = new Random(6962);

    @Test
    void everyProofOfEverySizeHoldsAndIsNotLongerThanTheTreeIsHigh() {
        for (int size = 1; size <= LARGEST; size++) {
            TreeHash root = MerkleTree.root(tree, size);
            int height = Long.SIZE - Long.numberOfLeadingZeros(size - 1L);
            for (int entry = 1; entry <= size; entry++) {
                var proof = new InclusionProof(entry, size, MerkleTree.inclusion(tree, entry - 1, size));
                assertTrue(proof.proves(leaves.get(entry - 1), root));
                assertTrue(proof.path().size() <= height);
            }
            for (int from = 0; from <= size; from++) {
                var proof = new ConsistencyProof(from, size, MerkleTree.consistency(tree, from, size));
                assertTrue(proof.proves(MerkleTree.root(tree, from), root), from + " to " + size);
                assertTrue(proof.path().size() <= height + 1);
            }
        }
    }

    @Test
    void noProofHoldsForAnotherEntryAnotherRootOrWithAChangedPath() {
        for (int i = 0; i < TRIES; i++) {
            int size = 2 + random.nextInt(LARGEST - 1);
            int entry = 1 + random.nextInt(size);
            TreeHash root = MerkleTree.root(tree, size);
            List<TreeHash> path = MerkleTree.inclusion(tree, entry - 1, size);
            int other = 1 + random.nextInt(LARGEST);
            assertEquals(other == entry, new InclusionProof(entry, size, path).proves(leaves.get(other - 1), root));
            assertFalse(new InclusionProof(entry, size, changed(path)).proves(leaves.get(entry - 1), root));
            int otherEntry = 1 + random.nextInt(size);
            assertEquals(
                    otherEntry == entry,
                    new InclusionProof(otherEntry, size, path).proves(leaves.get(entry - 1), root));
        }
    }

    @Test
    void noConsistencyHoldsForAnotherHistoryOrWithAChangedPath() {
        for (int i = 0; i < TRIES; i++) {
            int to = 2 + random.nextInt(LARGEST - 1);
            int from = 1 + random.nextInt(to - 1);
            TreeHash fromRoot = MerkleTree.root(tree, from);
            TreeHash toRoot = MerkleTree.root(tree, to);
            List<TreeHash> path = MerkleTree.consistency(tree, from, to);
            assertFalse(new ConsistencyProof(from, to, changed(path)).proves(fromRoot, toRoot));
            var forged = new ArrayList<>(leaves);
            forged.set(random.nextInt(from), MerkleTree.leaf(new byte[] {7}));
            var rewritten = new LeafList(forged);
            TreeHash rewrittenRoot = MerkleTree.root(rewritten, to);
            assertFalse(new ConsistencyProof(from, to, path).proves(fromRoot, rewrittenRoot));
            assertFalse(new ConsistencyProof(from, to, MerkleTree.consistency(rewritten, from, to))
                    .proves(fromRoot, rewrittenRoot));
        }
    }

    private List<TreeHash> changed(List<TreeHash> path) {
        var changed = new ArrayList<>(path);
        TreeHash strange = TreeHash.over(new byte[] {(byte) random.nextInt()});
        switch (random.nextInt(3)) {
            case 0 -> changed.add(random.nextInt(changed.size() + 1), strange);
            case 1 -> changed.set(random.nextInt(changed.size()), strange);
            default -> changed.remove(random.nextInt(changed.size()));
        }
        return changed;
    }

    @Test
    void checkpointCountsOnlyIfItsNetworkSignedItAsOne() throws Exception {
        SigningKey network = SigningKey.generate();
        var checkpoint = new Checkpoint(network.id(), 1, leaves.getFirst(), leaves.getLast(), 5);
        assertEquals(checkpoint, Checkpoint.verify(checkpoint.sign(network), network.publicKey()));
        SigningKey other = SigningKey.generate();
        assertThrows(ProtocolException.class, () -> Checkpoint.verify(checkpoint.sign(other), network.publicKey()));
        assertThrows(ProtocolException.class, () -> Checkpoint.verify(checkpoint.sign(other), other.publicKey()));
        String asTicket = Jws.sign(Jws.Kind.TICKET, Jws.claimed(checkpoint.sign(network)), network);
        assertThrows(ProtocolException.class, () -> Checkpoint.verify(asTicket, network.publicKey()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Checkpoint(network.id(), 0, leaves.getFirst(), Checkpoint.BEGINNING, 5));
    }

    @Test
    void fieldsOfAnEntryCannotRunIntoEachOther() {
        assertThrows(IllegalArgumentException.class, () -> new LedgerEntry(1, 2, "kind\n", "reference", ""));
        assertThrows(IllegalArgumentException.class, () -> new LedgerEntry(1, 2, "kind", "refer\nence", ""));
        assertThrows(IllegalArgumentException.class, () -> new LedgerEntry(1, 2, "kind", "reference", "\n"));
    }
}
