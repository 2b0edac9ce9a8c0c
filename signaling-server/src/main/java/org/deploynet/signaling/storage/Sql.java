package org.deploynet.signaling.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One-line statements over JDBC; parameters are always bound, never spelled into the text. */
public final class Sql {
    /** Makes a value of the row a result set stands on. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at the row a result set stands on. */
    @FunctionalInterface
    public interface Visit {
        void see(ResultSet row) throws SQLException;
    }

    private static final Object[] NONE = {};

    private Sql() {}

    /** A statement that takes no parameters, such as those of a schema. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Changes rows and says how many. */
    public static int change(Connection connection, String sql, Object... parameters) throws SQLException {
        return with(connection, sql, parameters, PreparedStatement::executeUpdate);
    }

    public static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... parameters)
            throws SQLException {
        return query(
                connection,
                sql,
                parameters,
                result -> result.next() ? Optional.of(row.read(result)) : Optional.empty());
    }

    public static <T> List<T> all(Connection connection, String sql, Row<T> row, Object... parameters)
            throws SQLException {
        return query(connection, sql, parameters, result -> {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        });
    }

    /** Hands over row after row, without holding them all. */
    public static void each(Connection connection, String sql, Visit visit) throws SQLException {
        query(connection, sql, NONE, result -> {
            while (result.next()) {
                visit.see(result);
            }
            return true;
        });
    }

    /** A single number, 0 where there is no row. */
    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private static <T> T query(Connection connection, String sql, Object[] parameters, Row<T> rows)
            throws SQLException {
        return with(connection, sql, parameters, statement -> {
            try (ResultSet result = statement.executeQuery()) {
                return rows.read(result);
            }
        });
    }

    private static <T> T with(Connection connection, String sql, Object[] parameters, Use<T> use) throws SQLException {
        PreparedStatement statement = Statements.take(connection, sql);
        T value;
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            value = use.of(statement);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
        Statements.giveBack(connection, sql, statement);
        return value;
    }
}
