package org.deploynet.signaling.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statements that were prepared before, by connection: to prepare one costs as much as to run it (docs/credits.md, receipts settled). One that
 * is in use is not in here, so that a statement may be asked for again while its rows are read. A connection belongs to one
 * thread at a time.
 */
final class Statements {
    private static final Map<Connection, Statements> KEPT = new ConcurrentHashMap<>();

    private final Map<String, PreparedStatement> idle = new HashMap<>();

    private Statements() {}

    /** From now on, those of {@code connection} are kept. */
    static void keep(Connection connection) {
        KEPT.put(connection, new Statements());
    }

    /** Closes all of them, before their connection is closed. */
    static void close(Connection connection) throws SQLException {
        Statements gone = KEPT.remove(connection);
        if (gone != null) {
            for (PreparedStatement statement : gone.idle.values()) {
                statement.close();
            }
        }
    }

    static PreparedStatement take(Connection connection, String sql) throws SQLException {
        Statements kept = KEPT.get(connection);
        PreparedStatement idle = kept == null ? null : kept.idle.remove(sql);
        return idle == null ? connection.prepareStatement(sql) : idle;
    }

    /** Only after all its rows were read, and never one that failed. */
    static void giveBack(Connection connection, String sql, PreparedStatement statement) throws SQLException {
        Statements kept = KEPT.get(connection);
        PreparedStatement surplus = kept == null ? statement : kept.idle.put(sql, statement);
        if (surplus != null) {
            surplus.close();
        }
    }
}
