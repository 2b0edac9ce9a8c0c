package org.deploynet.signaling.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.deploynet.signaling.ledger.Entry.Posting;
import org.deploynet.signaling.storage.Sql;

/**
 * All credits of the network: double entry, append-only, each entry hashed over the one before it. Every method runs inside
 * a transaction of its caller, so that an entry and what it is about become durable together.
 */
public final class Ledger {
    /** What the books must never say. Its transaction is taken back. */
    public static final class Broken extends IllegalStateException {
        Broken(String what) {
            super(what);
        }
    }

    private static final byte[] BEGINNING = new byte[32];

    private record Row(long sequence, long at, String kind, String reference, String postings, byte[] hash) {}

    private final Clock clock;

    public Ledger(Clock clock) {
        this.clock = clock;
    }

    /** Appends {@code entry} and returns its number. */
    long post(Connection connection, Entry entry) throws SQLException {
        long sequence = Sql.number(connection, "SELECT max(sequence) FROM entry") + 1;
        var row = new Row(sequence, clock.millis(), entry.kind(), entry.reference(), entry.written(), BEGINNING);
        byte[] hash = hash(lastHash(connection), row);
        Sql.change(
                connection,
                "INSERT INTO entry (sequence, at, kind, reference, postings, hash) VALUES (?,?,?,?,?,?)",
                row.sequence(),
                row.at(),
                row.kind(),
                row.reference(),
                row.postings(),
                hash);
        for (Posting posting : entry.postings()) {
            move(connection, posting);
        }
        checkSums(connection);
        return sequence;
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

        /** True once everything up to now has been read and every balance is the sum of its entries. */
        public boolean next(Connection connection, int most) throws SQLException {
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
        private byte[] before = BEGINNING;
        private long count;

        void next(Row row) {
            count++;
            if (row.sequence() != count || !MessageDigest.isEqual(row.hash(), hash(before, row))) {
                throw new Broken("the ledger's chain breaks at entry " + row.sequence());
            }
            Entry.read(row.postings())
                    .forEach(posting -> balances.merge(posting.account().name(), posting.amount(), Math::addExact));
            before = row.hash();
        }
    }

    private static void move(Connection connection, Posting posting) throws SQLException {
        long balance = Math.addExact(
                Sql.number(
                        connection,
                        "SELECT balance FROM account WHERE name = ?",
                        posting.account().name()),
                posting.amount());
        if (balance < 0 && !posting.account().equals(Account.ISSUE)) {
            throw new Broken(posting.account().name() + " would be at " + balance);
        }
        Sql.change(
                connection,
                "INSERT INTO account (name, balance) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET balance = excluded.balance",
                posting.account().name(),
                balance);
    }

    private static void checkSums(Connection connection) throws SQLException {
        long sum = Sql.number(connection, "SELECT sum(balance) FROM account");
        if (sum != 0) {
            throw new Broken("all accounts sum to " + sum);
        }
    }

    private static byte[] lastHash(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT hash FROM entry ORDER BY sequence DESC LIMIT 1", row -> row.getBytes(1))
                .orElse(BEGINNING);
    }

    private static Row row(java.sql.ResultSet row) throws SQLException {
        return new Row(
                row.getLong("sequence"),
                row.getLong("at"),
                row.getString("kind"),
                row.getString("reference"),
                row.getString("postings"),
                row.getBytes("hash"));
    }

    private static byte[] hash(byte[] before, Row row) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(before);
            String text = row.sequence() + "\n" + row.at() + "\n" + row.kind() + "\n" + row.reference() + "\n"
                    + row.postings();
            return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
