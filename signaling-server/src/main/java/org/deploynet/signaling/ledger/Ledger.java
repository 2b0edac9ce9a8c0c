package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.GrowingTree;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.TreeHash;
import org.deploynet.signaling.ledger.Entry.Posting;
import org.deploynet.signaling.storage.Sql;
import org.sqlite.SQLiteErrorCode;

/**
 * All credits of the network: double entry, append-only, each entry hashed over the one before it and a leaf of a hash tree.
 * Every method runs inside a transaction of its caller, so that an entry and what it is about become durable together.
 */
public final class Ledger {
    /** What the books must never say. Its transaction is taken back. */
    public static final class Broken extends IllegalStateException {
        Broken(String what) {
            super(what);
        }
    }

    /** An entry as it is kept, and the head of the chain after it. */
    private record Row(LedgerEntry entry, TreeHash head) {}

    private static final String TAKE = "UPDATE account SET balance = balance + ? WHERE name = ? RETURNING balance";
    private static final String GIVE = "INSERT INTO account (balance, name) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET balance = balance + excluded.balance RETURNING balance";

    private final Clock clock;

    public Ledger(Clock clock) {
        this.clock = clock;
    }

    /** Appends {@code entry} and returns its number. */
    long post(Connection connection, Entry entry) throws SQLException {
        End end = end(connection);
        var row = new LedgerEntry(end.size() + 1, clock.millis(), entry.kind(), entry.reference(), entry.written());
        Sql.change(
                connection,
                "INSERT INTO entry (sequence, at, kind, reference, postings, hash) VALUES (?,?,?,?,?,?)",
                row.sequence(),
                row.at(),
                row.kind(),
                row.reference(),
                row.postings(),
                row.chained(end.head()).bytes());
        new LedgerTree(connection).append(row.sequence() - 1, row.leaf());
        for (Posting posting : entry.postings()) {
            move(connection, posting);
        }
        return row.sequence();
    }

    /** How many entries there are. */
    long size(Connection connection) throws SQLException {
        return end(connection).size();
    }

    /**
     * Adds entries to the tree that an older version of this program posted without one, at most {@code most}. Returns how many were
     * added.
     */
    public int growTree(Connection connection, int most) throws SQLException {
        var tree = new LedgerTree(connection);
        List<Row> missing = Sql.all(
                connection,
                "SELECT * FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
                Ledger::row,
                tree.size(),
                most);
        for (Row row : missing) {
            tree.append(row.entry().sequence() - 1, row.entry().leaf());
        }
        return missing.size();
    }

    /** Microcredits of {@code account}. */
    long balance(Connection connection, Account account) throws SQLException {
        return Sql.number(connection, "SELECT balance FROM account WHERE name = ?", account.name());
    }

    /** Reads the whole chain again and compares it with every balance. Returns the number of entries. */
    public long verify(Connection connection) throws SQLException {
        var audit = new Audit();
        while (!audit.next(connection, Integer.MAX_VALUE)) {
            // One part is all of it.
        }
        return audit.walk.count;
    }

    /** Reads the chain again in parts, so that others have their turn in between; what is appended meanwhile is read too. */
    public static final class Audit {
        private final Walk walk = new Walk();

        /** True once everything up to now has been read and every balance is the sum of its entries, and the tree theirs. */
        public boolean next(Connection connection, int most) throws SQLException {
            boolean atEnd = read(connection, most);
            if (atEnd && !new LedgerTree(connection).root(walk.count).equals(walk.tree.root())) {
                throw new Broken("the tree is not that of the entries");
            }
            return atEnd;
        }

        /** The same without a look at the tree. */
        boolean read(Connection connection, int most) throws SQLException {
            long before = walk.count;
            Sql.all(
                            connection,
                            "SELECT * FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
                            Ledger::row,
                            before,
                            most)
                    .forEach(walk::next);
            boolean atEnd = walk.count - before < most;
            if (atEnd) {
                compare(connection, walk);
            }
            return atEnd;
        }
    }

    private static void compare(Connection connection, Walk walk) throws SQLException {
        checkSums(connection);
        Map<String, Long> stored = new HashMap<>();
        Sql.each(connection, "SELECT name, balance FROM account", row -> stored.put(row.getString(1), row.getLong(2)));
        if (!stored.equals(walk.balances)) {
            throw new Broken("the balances are not the sums of the entries");
        }
    }

    /** The chain from its beginning to the entry just read. */
    private static final class Walk {
        private final Map<String, Long> balances = new HashMap<>();
        private final GrowingTree tree = new GrowingTree();
        private TreeHash head = Checkpoint.BEGINNING;
        private long count;

        void next(Row row) {
            count++;
            LedgerEntry entry = row.entry();
            head = entry.chained(head);
            if (entry.sequence() != count || !head.equals(row.head())) {
                throw new Broken("the ledger's chain breaks at entry " + entry.sequence());
            }
            tree.add(entry.leaf());
            Entry.read(entry.postings())
                    .forEach(posting -> balances.merge(posting.account().name(), posting.amount(), Math::addExact));
        }
    }

    // The table itself refuses a balance below 0 where there may be none, and looks at what is inserted before what is
    // there.
    private static void move(Connection connection, Posting posting) throws SQLException {
        String account = posting.account().name();
        boolean isTaken = posting.amount() < 0 && !posting.account().equals(Account.ISSUE);
        try {
            Optional<Long> balance =
                    Sql.first(connection, isTaken ? TAKE : GIVE, Ledger::balanceMoved, posting.amount(), account);
            if (balance.isEmpty()) {
                throw new Broken(account + " has nothing");
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
                throw new Broken(account + " does not have " + -posting.amount());
            }
            throw e;
        }
    }

    // A sum of more than 64 bits becomes a floating-point number in SQLite, https://www.sqlite.org/datatype3.html
    private static long balanceMoved(ResultSet row) throws SQLException {
        if (row.getObject(1) instanceof Double) {
            throw new Broken("a balance does not fit into 64 bits");
        }
        return row.getLong(1);
    }

    private static void checkSums(Connection connection) throws SQLException {
        long sum = Sql.number(connection, "SELECT sum(balance) FROM account");
        if (sum != 0) {
            throw new Broken("all accounts sum to " + sum);
        }
    }

    /** How many entries there are now, and the head of their chain. */
    record End(long size, TreeHash head) {}

    static End end(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1",
                        row -> new End(row.getLong(1), TreeHash.of(row.getBytes(2))))
                .orElse(new End(0, Checkpoint.BEGINNING));
    }

    static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getLong("sequence"),
                row.getLong("at"),
                row.getString("kind"),
                row.getString("reference"),
                row.getString("postings"));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(entry(row), TreeHash.of(row.getBytes("hash")));
    }
}
