package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Changes a state.db behind its owner's back. */
final class OldState {
    private OldState() {}

    /** Makes it look as its first version did, so that opening it migrates. */
    static void make(Path file) throws IOException {
        change(
                file,
                List.of(
                        "drop table moved",
                        "drop table site_day",
                        "drop table note",
                        "drop table nat_class",
                        "pragma user_version=1"));
    }

    /** No cache was ever seen with it. */
    static void forgetFolder(Path file) throws IOException {
        change(file, List.of("delete from note"));
    }

    private static void change(Path file, List<String> statements) throws IOException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IOException("changing " + file, e);
        }
    }
}
