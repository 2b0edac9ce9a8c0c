package org.deploynet.engine.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One connection at work, and the statements it has prepared: as many as there are different texts in the code. For the
 * thread it was lent to.
 */
public final class Session {
    /** Makes a value of the row the cursor is at. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row);
    }

    /** The row the cursor is at; columns count from 1. */
    public record Row(ResultSetView view) {
        public long number(int column) {
            return view.number(column);
        }

        public int integer(int column) {
            return Math.toIntExact(view.number(column));
        }

        public byte[] bytes(int column) {
            return view.bytes(column);
        }

        public String text(int column) {
            return view.text(column);
        }
    }

    /** Keeps java.sql inside this package. */
    interface ResultSetView {
        long number(int column);

        byte[] bytes(int column);

        String text(int column);
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Runs one statement and returns how many rows it changed. Arguments are numbers, texts or bytes. */
    public int run(String sql, Object... arguments) {
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            prepared.remove(sql);
            throw failed(sql, e);
        }
    }

    public <T> List<T> all(String sql, RowReader<T> reader, Object... arguments) {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            var row = new Row(new View(rows, sql));
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reader.read(row));
            }
            return all;
        } catch (SQLException e) {
            prepared.remove(sql);
            throw failed(sql, e);
        }
    }

    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        try (ResultSet rows = bound(sql, arguments).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(new Row(new View(rows, sql)))) : Optional.empty();
        } catch (SQLException e) {
            prepared.remove(sql);
            throw failed(sql, e);
        }
    }

    /** The one number a query answers with. */
    public long number(String sql, Object... arguments) {
        return first(sql, row -> row.number(1), arguments).orElse(0L);
    }

    void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int at, Object argument) throws SQLException {
        switch (argument) {
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setLong(at, number);
            case String text -> statement.setString(at, text);
            case byte[] bytes -> statement.setBytes(at, bytes);
            default -> throw new IllegalArgumentException("not a column value: " + argument.getClass());
        }
    }

    static DatabaseException failed(String what, SQLException e) {
        return new DatabaseException(what + ": " + e.getMessage(), kind(e), e);
    }

    // The low byte of an extended code is the plain one.
    private static DatabaseException.Kind kind(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code % 256 : 0;
        // A header that names a format nobody wrote: no code of its own tells it from a mistake in a statement.
        boolean unknownFormat = code == SQLiteErrorCode.SQLITE_ERROR.code
                && String.valueOf(e.getMessage()).contains("unsupported file format");
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code
                || unknownFormat) {
            return DatabaseException.Kind.DAMAGED;
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return DatabaseException.Kind.FULL;
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
            return DatabaseException.Kind.READ_ONLY;
        }
        boolean locked = code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
        return locked ? DatabaseException.Kind.LOCKED : DatabaseException.Kind.OTHER;
    }

    private record View(ResultSet rows, String sql) implements ResultSetView {
        @Override
        public long number(int column) {
            try {
                return rows.getLong(column);
            } catch (SQLException e) {
                throw failed(sql, e);
            }
        }

        @Override
        public byte[] bytes(int column) {
            try {
                return rows.getBytes(column);
            } catch (SQLException e) {
                throw failed(sql, e);
            }
        }

        @Override
        public String text(int column) {
            try {
                return rows.getString(column);
            } catch (SQLException e) {
                throw failed(sql, e);
            }
        }
    }
}
