package org.deploynet.engine.credits;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.TreeHash;

/** A network's ledger that its keeper may also fork, rewrite and cut. One thread. */
final class RogueLedger implements MerkleTree.Subtrees {
    private final SigningKey network;
    private final Random random;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, TreeHash> subtrees = new HashMap<>();

    RogueLedger(SigningKey network, Random random) {
        this.network = network;
        this.random = random;
    }

    /** Another one with the same entries. */
    RogueLedger copy() {
        var copy = new RogueLedger(network, random);
        copy.entries.addAll(entries);
        return copy;
    }

    int size() {
        return entries.size();
    }

    void grow(int by) {
        for (int i = 0; i < by; i++) {
            entries.add(entry(entries.size() + 1));
        }
    }

    /** Puts another entry in the place of one of the first {@code among}. */
    void rewrite(int among) {
        int index = random.nextInt(among);
        entries.set(index, entry(index + 1));
        subtrees.clear();
    }

    void cut(int toSize) {
        entries.subList(toSize, entries.size()).clear();
        subtrees.clear();
    }

    Checkpoint checkpoint() {
        TreeHash head = Checkpoint.BEGINNING;
        for (LedgerEntry entry : entries) {
            head = entry.chained(head);
        }
        return new Checkpoint(network.id(), size(), MerkleTree.root(this, size()), head, size());
    }

    @Override
    public TreeHash complete(int level, long position) {
        String key = level + "/" + position;
        TreeHash known = subtrees.get(key);
        if (known == null) {
            known = level == 0
                    ? entries.get((int) position).leaf()
                    : MerkleTree.node(complete(level - 1, 2 * position), complete(level - 1, 2 * position + 1));
            subtrees.put(key, known);
        }
        return known;
    }

    /** A hash that nobody computed. */
    TreeHash strange() {
        return MerkleTree.leaf(Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
    }

    private LedgerEntry entry(long sequence) {
        return new LedgerEntry(sequence, sequence, "settle", Long.toString(random.nextLong()), "a=1 b=-1");
    }
}
