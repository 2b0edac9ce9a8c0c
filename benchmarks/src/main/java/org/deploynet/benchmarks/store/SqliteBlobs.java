package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One table of blobs: write-ahead log, synchronous FULL, one transaction a group. */
final class SqliteBlobs implements Contender {
    private final Connection connection;
    private final Groups groups;

    private SqliteBlobs(Connection connection) {
        this.connection = connection;
        this.groups = new Groups(this::commit);
    }

    static SqliteBlobs open(Path folder) throws Exception {
        Files.createDirectories(folder);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("blobs.db"));
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE IF NOT EXISTS blob (id BLOB PRIMARY KEY, bytes BLOB NOT NULL)");
        }
        connection.setAutoCommit(false);
        return new SqliteBlobs(connection);
    }

    @Override
    public void put(Item item) throws Exception {
        groups.put(item);
    }

    private synchronized void commit(List<Item> items) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO blob VALUES (?,?)")) {
            for (Item item : items) {
                insert.setBytes(1, key(item));
                insert.setBytes(2, item.bytes());
                insert.executeUpdate();
            }
        }
        connection.commit();
    }

    @Override
    public synchronized Optional<ByteBuffer> get(Item item) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT bytes FROM blob WHERE id = ?")) {
            select.setBytes(1, key(item));
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(ByteBuffer.wrap(rows.getBytes(1))) : Optional.empty();
            }
        }
    }

    @Override
    public synchronized void delete(List<Item> items, List<Item> others) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM blob WHERE id = ?")) {
            for (Item item : items) {
                delete.setBytes(1, key(item));
                delete.executeUpdate();
            }
        }
        connection.commit();
    }

    private static byte[] key(Item item) {
        return HexFormat.of().parseHex(item.id().toString());
    }

    @Override
    public void close() throws IOException {
        groups.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
