package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.TreeHash;
import org.deploynet.signaling.storage.Sql;

/**
 * The hash tree over the ledger's entries, in the same database: the hash of each subtree from the moment it is complete, two rows
 * an entry in all. Inside a transaction of its caller, like the ledger itself.
 */
final class LedgerTree implements MerkleTree.Subtrees {
    private final Connection connection;

    LedgerTree(Connection connection) {
        this.connection = connection;
    }

    /** Appends the leaf with this index, counted from 0: as many rows as it completes subtrees. */
    void append(long index, TreeHash leaf) throws SQLException {
        TreeHash hash = leaf;
        int level = 0;
        long position = index;
        keep(level, position, hash);
        while ((position & 1) == 1) {
            hash = MerkleTree.node(complete(level, position - 1), hash);
            position >>>= 1;
            level++;
            keep(level, position, hash);
        }
    }

    long size() throws SQLException {
        return Sql.first(connection, "SELECT max(position) + 1 FROM tree WHERE level = 0", row -> row.getLong(1))
                .orElse(0L);
    }

    TreeHash root(long size) {
        return MerkleTree.root(this, size);
    }

    @Override
    public TreeHash complete(int level, long position) {
        try {
            Optional<TreeHash> found = Sql.first(
                    connection,
                    "SELECT hash FROM tree WHERE level = ? AND position = ?",
                    row -> TreeHash.of(row.getBytes(1)),
                    level,
                    position);
            return found.orElseThrow(
                    () -> new Ledger.Broken("the ledger's tree has no subtree " + level + "/" + position));
        } catch (SQLException e) {
            throw new IllegalStateException("could not read the ledger's tree", e);
        }
    }

    private void keep(int level, long position, TreeHash hash) throws SQLException {
        Sql.change(
                connection, "INSERT INTO tree (level, position, hash) VALUES (?,?,?)", level, position, hash.bytes());
    }
}
