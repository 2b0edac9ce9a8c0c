package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.GrowingTree;
import org.deploynet.protocol.transparency.InclusionProof;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.TreeHash;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class TransparencyVectorsTest {
    private static final String FILE = "transparency.json";

    private final JsonNode vectors = GoldenVectors.read(FILE);
    private final List<TreeHash> roots = hashes(vectors.required("roots"));
    private final List<TreeHash> leaves = vectors.required("leaves")
            .valueStream()
            .map(leaf -> MerkleTree.leaf(HexFormat.of().parseHex(leaf.stringValue())))
            .toList();
    private final LeafList tree = new LeafList(leaves);

    @Test
    void rootsOfAllSizesWhetherRecomputedOrGrown() {
        assertEquals(
                vectors.required("empty").stringValue(),
                MerkleTree.root(tree, 0).hex());
        var growing = new GrowingTree();
        assertEquals(MerkleTree.EMPTY, growing.root());
        for (int size = 1; size <= leaves.size(); size++) {
            growing.add(leaves.get(size - 1));
            assertEquals(roots.get(size - 1), MerkleTree.root(tree, size));
            assertEquals(roots.get(size - 1), growing.root());
        }
    }

    @TestFactory
    Stream<DynamicTest> inclusionProofsAreMadeAndHold() {
        return GoldenVectors.tests(FILE, "inclusion", proof -> () -> {
            int entry = proof.required("entry").intValue();
            int size = proof.required("size").intValue();
            List<TreeHash> path = hashes(proof.required("path"));
            assertEquals(path, MerkleTree.inclusion(tree, entry - 1, size));
            assertTrue(new InclusionProof(entry, size, path).proves(leaves.get(entry - 1), roots.get(size - 1)));
        });
    }

    @TestFactory
    Stream<DynamicTest> consistencyProofsAreMadeAndHold() {
        return GoldenVectors.tests(FILE, "consistency", proof -> () -> {
            int from = proof.required("from").intValue();
            int to = proof.required("to").intValue();
            List<TreeHash> path = hashes(proof.required("path"));
            assertEquals(path, MerkleTree.consistency(tree, from, to));
            assertTrue(new ConsistencyProof(from, to, path).proves(roots.get(from - 1), roots.get(to - 1)));
        });
    }

    @Test
    void entryHasOneSpelling() {
        JsonNode given = vectors.required("entry");
        var entry = new LedgerEntry(
                given.required("sequence").longValue(),
                given.required("at").longValue(),
                given.required("kind").stringValue(),
                given.required("reference").stringValue(),
                given.required("postings").stringValue());
        assertEquals(given.required("leaf").stringValue(), entry.leaf().hex());
        assertEquals(
                given.required("head").stringValue(),
                entry.chained(Checkpoint.BEGINNING).hex());
    }

    private static List<TreeHash> hashes(JsonNode list) {
        return list.valueStream().map(hash -> new TreeHash(hash.stringValue())).toList();
    }
}
