package org.deploynet.signaling.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.InclusionProof;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * What an entry and a proof cost as the ledger grows: {@code ./deploynet ledger-proof --cost [ENTRIES]}, a million where none are
 * named. Entries are receipts' of ten sites and a hundred super-peers, a thousand in one transaction.
 */
final class LedgerCost {
    private static final int AT_ONCE = 1_000;
    private static final int PROOFS = 1_000;
    private static final long NANOS_A_MICRO = 1_000;

    private final List<KeyId> sites = keys(10, 0);
    private final List<KeyId> peers = keys(100, 1_000);
    private final Ledger ledger = new Ledger(Clock.systemUTC());
    private final Random random = new Random(1);

    static void run(long entries) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("ledger-cost");
        Path file = folder.resolve("ledger.db");
        try (Database database = Database.open(file)) {
            new LedgerCost().measure(database, entries);
        } finally {
            LedgerProof.delete(folder);
        }
    }

    private void measure(Database database, long entries) {
        System.out.println(
                "  entries   µs an entry (of them tree)   µs an inclusion, a consistency proof   hashes   bytes an entry");
        database.call(connection -> fund(connection));
        long done = sites.size();
        for (long mark = Math.min(entries, 1_000); mark <= entries; mark *= 10) {
            long before = done;
            long start = System.nanoTime();
            while (done < mark) {
                int more = (int) Math.min(AT_ONCE, mark - done);
                done += database.call(connection -> append(connection, more));
            }
            double perEntry = (double) (System.nanoTime() - start) / NANOS_A_MICRO / (done - before);
            long size = done;
            String proofs = database.call(connection -> prove(connection, size));
            double tree = database.call(connection -> treeAlone(connection, size));
            long bytes = database.call(connection -> Sql.number(
                    connection, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"));
            System.out.printf(
                    Locale.ROOT, "%,9d   %6.0f (%.0f)   %s   %d%n", size, perEntry, tree, proofs, bytes / size);
        }
    }

    private int fund(Connection connection) throws SQLException {
        for (KeyId site : sites) {
            ledger.post(
                    connection,
                    Entry.of(
                            "grant",
                            "cost",
                            Entry.posting(Account.ISSUE, -1_000_000_000_000L),
                            Entry.posting(Account.reserved(site), 1_000_000_000_000L)));
        }
        return sites.size();
    }

    private int append(Connection connection, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            KeyId site = sites.get(random.nextInt(sites.size()));
            KeyId peer = peers.get(random.nextInt(peers.size()));
            ledger.post(
                    connection,
                    Entry.of(
                            "settle",
                            Long.toString(random.nextLong(), Character.MAX_RADIX),
                            Entry.posting(Account.reserved(site), -1_100),
                            Entry.posting(Account.pending(peer), 1_000),
                            Entry.posting(Account.FEE, 100)));
        }
        return count;
    }

    /** The same leaves once more into a table of their own, which is what the tree adds to an entry. */
    private double treeAlone(Connection connection, long size) throws SQLException {
        int most = (int) Math.min(size, 2_000);
        Sql.run(connection, "SAVEPOINT measured");
        var tree = new LedgerTree(connection);
        long start = System.nanoTime();
        for (int i = 0; i < most; i++) {
            tree.append(size + i, MerkleTree.EMPTY);
        }
        double micros = (double) (System.nanoTime() - start) / NANOS_A_MICRO / most;
        Sql.run(connection, "ROLLBACK TO measured");
        Sql.run(connection, "RELEASE measured");
        return micros;
    }

    private String prove(Connection connection, long size) {
        var tree = new LedgerTree(connection);
        var root = tree.root(size);
        int longest = 0;
        long start = System.nanoTime();
        for (int i = 0; i < PROOFS; i++) {
            long index = random.nextLong(size);
            var proof = new InclusionProof(index + 1, size, MerkleTree.inclusion(tree, index, size));
            longest = Math.max(longest, proof.path().size());
        }
        long inclusions = System.nanoTime();
        for (int i = 0; i < PROOFS; i++) {
            long from = 1 + random.nextLong(size);
            var proof = new ConsistencyProof(from, size, MerkleTree.consistency(tree, from, size));
            longest = Math.max(longest, proof.path().size());
        }
        long consistencies = System.nanoTime();
        if (!new ConsistencyProof(1, size, MerkleTree.consistency(tree, 1, size)).proves(tree.root(1), root)) {
            throw new IllegalStateException("a proof does not hold");
        }
        return String.format(
                Locale.ROOT,
                "%5d, %5d   %d",
                (inclusions - start) / NANOS_A_MICRO / PROOFS,
                (consistencies - inclusions) / NANOS_A_MICRO / PROOFS,
                longest);
    }

    private static List<KeyId> keys(int count, int from) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new KeyId(String.format(Locale.ROOT, "%040x", i)))
                .toList();
    }
}
