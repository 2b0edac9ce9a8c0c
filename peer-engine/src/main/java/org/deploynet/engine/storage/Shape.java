package org.deploynet.engine.storage;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;

/**
 * The tables, columns and indexes that SQLite reads out of a database. A flipped bit in a definition leaves the file sound in
 * SQLite's eyes, and fails whatever asks for the name that was there.
 */
record Shape(List<String> parts) {
    private static final String PARTS =
            "select m.type || ' ' || m.name || ' ' || p.name || ' ' || p.type || ' ' || p.pk"
                    + " from sqlite_schema m join pragma_table_xinfo(m.name) p where m.type='table'"
                    + " union all select m.type || ' ' || m.name || ' ' || m.tbl_name || ' ' || coalesce(i.name, '')"
                    + " from sqlite_schema m join pragma_index_info(m.name) i where m.type='index' order by 1";

    static Shape of(Session session) {
        return new Shape(session.all(PARTS, row -> row.text(1)));
    }

    /** What the schema makes of an empty database. */
    static Shape of(Schema schema) {
        Session session = empty();
        try {
            schema.steps().forEach(step -> step.forEach(session::execute));
            return of(session);
        } finally {
            session.close();
        }
    }

    private static Session empty() {
        try {
            return new Session(JDBC.createConnection(JDBC.PREFIX + ":memory:", new Properties()));
        } catch (SQLException e) {
            throw Session.failed("making an empty database", e);
        }
    }
}
