package org.deploynet.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static final int KILLS = Integer.getInteger("migration.kills", 8);
    private static final long MOST_MILLIS = 600;

    @TempDir
    Path folder;

    private Database open(Path file, Schema schema) throws Exception {
        return Database.open(file, schema, 1, 1024 * 1024);
    }

    @Test
    void leavesADatabaseOfANewerVersionAsItIs() throws Exception {
        Path file = folder.resolve("a.db");
        open(file, MigrateUntilKilled.SECOND).close();
        NewerVersionException refused =
                assertThrows(NewerVersionException.class, () -> open(file, MigrateUntilKilled.FIRST));
        assertEquals(file + " has version 2, this program knows up to 1", refused.getMessage());
        try (Database database = open(file, MigrateUntilKilled.SECOND)) {
            assertEquals(MigrateUntilKilled.ROWS, (long)
                    database.read(session -> session.number("select count(*) from more")));
        }
    }

    /** What one flipped bit in a definition, or in the version, makes of a file that SQLite itself finds sound. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table kept rename column n to m",
                "alter table kept rename to lept",
                "drop table more",
                "drop index more_text",
                "pragma user_version=1",
                "pragma user_version=-730857470"
            })
    void tablesThatNobodyWroteAreDamage(String damage) throws Exception {
        Path file = folder.resolve("a.db");
        open(file, MigrateUntilKilled.SECOND).close();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement()) {
            statement.execute(damage);
        }
        DatabaseException refused = assertThrows(DatabaseException.class, () -> open(file, MigrateUntilKilled.SECOND));
        assertTrue(refused.isDamaged(), refused.getMessage());
    }

    @Test
    void aMigrationThatIsKilledIsDoneWholeOrNotAtAll() throws Exception {
        var random = new Random(4);
        int interrupted = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = folder.resolve(kill + ".db");
            try (Database database = open(file, MigrateUntilKilled.FIRST)) {
                database.write(session -> session.run("insert into kept values(7)"));
            }
            migrateAndKill(file, random.nextLong(MOST_MILLIS));
            interrupted += isWholeOrUntouched(file) ? 0 : 1;
            try (Database database = open(file, MigrateUntilKilled.SECOND)) {
                assertEquals(7L, (long) database.read(session -> session.number("select n from kept")));
                assertEquals(MigrateUntilKilled.ROWS, (long)
                        database.read(session -> session.number("select count(*) from more")));
            }
        }
        assertTrue(interrupted > 0, "no kill came before the migration was through");
    }

    /** Whether all of the new version is there; else nothing of it may be. */
    private static boolean isWholeOrUntouched(Path file) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            long version = number(database, "pragma user_version");
            long tables = number(database, "select count(*) from sqlite_schema where name like 'more%'");
            assertEquals(version == 2 ? 2 : 0, tables, "version " + version);
            return version == 2;
        }
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }

    private static void migrateAndKill(Path file, long afterMillis) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                + File.pathSeparator
                                + System.getProperty("jdk.module.path", "")
                                + File.pathSeparator + "target/test-classes",
                        MigrateUntilKilled.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            assertEquals("begins", out.readLine());
            process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
}
