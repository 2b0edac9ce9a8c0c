package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.InclusionProof;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.ProvenEntry;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * What the network has signed of its ledger, and the proofs that belong to it. Every checkpoint that was given out is kept. Safe
 * from any thread.
 */
public final class Checkpoints {
    private static final Duration EVERY = Duration.ofHours(1);
    /** Whoever asks more often gets the last one: each costs a signature and a row. */
    private static final Duration ON_DEMAND_AFTER = Duration.ofMinutes(1);

    private static final int MAX_ENTRIES = 64;

    /** A checkpoint in its signed form, and of how many entries and when. */
    private record Kept(long at, long size, String jws) {}

    private final Database database;
    private final Ledger ledger;
    private final SigningKey network;
    private final Clock clock;

    public Checkpoints(Database database, Ledger ledger, SigningKey network, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.network = network;
        this.clock = clock;
    }

    /** A new checkpoint, where the last one is an hour old. */
    public Optional<String> hourly() {
        return database.call(connection -> {
            Optional<Kept> last = last(connection);
            boolean due = last.isEmpty() || age(last.get()).compareTo(EVERY) >= 0;
            return due ? Optional.of(sign(connection)) : Optional.empty();
        });
    }

    /** One of the ledger as it is; the last one where nothing was posted since, or where that is less than a minute old. */
    public String latest() {
        return database.call(connection -> {
            Optional<Kept> last = last(connection);
            boolean good = last.isPresent()
                    && (age(last.get()).compareTo(ON_DEMAND_AFTER) < 0
                            || last.get().size() == ledger.size(connection));
            return good ? last.get().jws() : sign(connection);
        });
    }

    /** That entry {@code entry}, counted from 1, is among the first {@code size}; empty unless there are so many. */
    public Optional<InclusionProof> inclusion(long entry, long size) {
        return database.call(connection -> {
            boolean there = entry >= 1 && entry <= size && size <= ledger.size(connection);
            return there
                    ? Optional.of(new InclusionProof(
                            entry, size, MerkleTree.inclusion(new LedgerTree(connection), entry - 1, size)))
                    : Optional.empty();
        });
    }

    /** That the ledger of {@code to} entries begins with the one of {@code from}; empty unless there are so many. */
    public Optional<ConsistencyProof> consistency(long from, long to) {
        return database.call(connection -> {
            boolean there = from >= 0 && from <= to && to <= ledger.size(connection);
            return there
                    ? Optional.of(new ConsistencyProof(
                            from, to, MerkleTree.consistency(new LedgerTree(connection), from, to)))
                    : Optional.empty();
        });
    }

    /** What was posted for a ticket, oldest first: only the two ends of its link and the network know the id. */
    public List<LedgerEntry> entriesOf(String ticket) {
        return database.call(connection -> Sql.all(
                connection,
                "SELECT * FROM entry WHERE reference = ? AND kind IN ('reserve', 'settle', 'release')"
                        + " ORDER BY sequence LIMIT " + MAX_ENTRIES,
                Ledger::entry,
                ticket));
    }

    /**
     * The entries that paid for {@code tickets}, behind entry {@code after}, each with its way to the root of the first {@code size}, in
     * their order; as many as one message has. Empty unless the ledger has so many entries.
     */
    public Optional<List<ProvenEntry>> paid(List<String> tickets, long after, long size) {
        return database.call(connection -> size <= ledger.size(connection)
                ? Optional.of(paid(connection, tickets, after, size))
                : Optional.empty());
    }

    private static List<ProvenEntry> paid(Connection connection, List<String> tickets, long after, long size)
            throws SQLException {
        var found = new ArrayList<LedgerEntry>();
        for (String ticket : tickets) {
            found.addAll(Sql.all(
                    connection,
                    "SELECT * FROM entry WHERE reference = ? AND kind = 'settle' AND sequence > ? AND sequence <= ?"
                            + " ORDER BY sequence LIMIT " + Included.MOST,
                    Ledger::entry,
                    ticket,
                    after,
                    size));
        }
        found.sort(Comparator.comparingLong(LedgerEntry::sequence));
        var tree = new LedgerTree(connection);
        return found.stream()
                .limit(Included.MOST)
                .map(entry -> new ProvenEntry(entry, MerkleTree.inclusion(tree, entry.sequence() - 1, size)))
                .toList();
    }

    private Duration age(Kept kept) {
        return Duration.ofMillis(clock.millis() - kept.at());
    }

    private static Optional<Kept> last(Connection connection) throws SQLException {
        return Sql.first(
                connection,
                "SELECT at, size, jws FROM checkpoint ORDER BY at DESC LIMIT 1",
                row -> new Kept(row.getLong(1), row.getLong(2), row.getString(3)));
    }

    // In one transaction with what it says: what is given out is kept, and nothing is posted in between.
    private String sign(Connection connection) throws SQLException {
        Ledger.End end = Ledger.end(connection);
        var checkpoint = new Checkpoint(
                network.id(), end.size(), new LedgerTree(connection).root(end.size()), end.head(), clock.millis());
        String jws = checkpoint.sign(network);
        // A clock that was set back must not leave two with one name.
        Sql.change(
                connection,
                "INSERT INTO checkpoint (at, size, jws) VALUES (max(?, (SELECT coalesce(max(at), 0) + 1 FROM checkpoint)), ?, ?)",
                checkpoint.time(),
                end.size(),
                jws);
        return jws;
    }
}
