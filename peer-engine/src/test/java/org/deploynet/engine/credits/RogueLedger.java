package org.deploynet.engine.credits;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.ProvenEntry;
import org.deploynet.protocol.transparency.TreeHash;

/** A network's ledger that its keeper may also fork, rewrite and cut. One thread. */
public final class RogueLedger implements MerkleTree.Subtrees {
    private final SigningKey network;
    private final Random random;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, TreeHash> subtrees = new HashMap<>();

    public RogueLedger(SigningKey network, Random random) {
        this.network = network;
        this.random = random;
    }

    /** Another one with the same entries. */
    public RogueLedger copy() {
        var copy = new RogueLedger(network, random);
        copy.entries.addAll(entries);
        return copy;
    }

    public int size() {
        return entries.size();
    }

    public void grow(int by) {
        for (int i = 0; i < by; i++) {
            entries.add(entry(entries.size() + 1));
        }
    }

    /** What a receipt for {@code ticket} earned {@code peer}. */
    public void settle(KeyId peer, String ticket, long microcredits) {
        entries.add(new LedgerEntry(
                entries.size() + 1,
                entries.size() + 1,
                "settle",
                ticket,
                "peer:pending/" + peer + "=" + microcredits + " site:reserved/x=-" + microcredits));
    }

    /** Those of {@code tickets} behind entry {@code after} in the first {@code size}, each with its way to the root. */
    public List<ProvenEntry> paid(List<String> tickets, long after, long size) {
        return entries.stream()
                .filter(entry -> tickets.contains(entry.reference()) && entry.sequence() > after)
                .filter(entry -> entry.sequence() <= size)
                .map(entry -> new ProvenEntry(entry, MerkleTree.inclusion(this, entry.sequence() - 1, size)))
                .toList();
    }

    /** Takes one of the first {@code among} out, so that those behind it move up. */
    public void remove(int among) {
        entries.remove(random.nextInt(among));
        renumber();
    }

    /** Exchanges two of the first {@code among}, which are at least two. */
    public void reorder(int among) {
        int one = random.nextInt(among - 1);
        Collections.swap(entries, one, one + 1 + random.nextInt(among - 1 - one));
        renumber();
    }

    private void renumber() {
        for (int i = 0; i < entries.size(); i++) {
            LedgerEntry old = entries.get(i);
            entries.set(i, new LedgerEntry(i + 1, old.at(), old.kind(), old.reference(), old.postings()));
        }
        subtrees.clear();
    }

    /** Puts another entry in the place of one of the first {@code among}. */
    public void rewrite(int among) {
        int index = random.nextInt(among);
        entries.set(index, entry(index + 1));
        subtrees.clear();
    }

    public void cut(int toSize) {
        entries.subList(toSize, entries.size()).clear();
        subtrees.clear();
    }

    public Checkpoint checkpoint() {
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
    public TreeHash strange() {
        return MerkleTree.leaf(Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
    }

    private LedgerEntry entry(long sequence) {
        return new LedgerEntry(sequence, sequence, "settle", Long.toString(random.nextLong()), "a=1 b=-1");
    }
}
