package org.deploynet.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
    private static final String PROPERTY = "org.sqlite.tmpdir";

    @TempDir
    Path folder;

    private final Optional<String> before = Optional.ofNullable(System.getProperty(PROPERTY));

    @AfterEach
    void restore() {
        before.ifPresentOrElse(value -> System.setProperty(PROPERTY, value), () -> System.clearProperty(PROPERTY));
    }

    @Test
    void sweepsWhatAKilledEngineLeftAndNothingElse() throws IOException {
        Path natives = Files.createDirectories(folder.resolve("native"));
        Path left = Files.createFile(natives.resolve("sqlite-3.54.1.0-0f1e-libsqlitejdbc.so"));
        Path lock = Files.createFile(natives.resolve("sqlite-3.54.1.0-0f1e-libsqlitejdbc.so.lck"));
        Path other = Files.createFile(natives.resolve("letter.txt"));
        SqliteLibrary.unpackInto(natives);
        assertFalse(Files.exists(left));
        assertFalse(Files.exists(lock));
        assertTrue(Files.exists(other));
        assertEquals(natives.toString(), System.getProperty(PROPERTY));
    }

    @Test
    void startsAlsoWhenACopyCannotBeRemoved() throws IOException {
        Path stays = Files.createDirectories(folder.resolve("sqlite-3.54.1.0-in-use"));
        Files.createFile(stays.resolve("held"));
        SqliteLibrary.unpackInto(folder);
        assertTrue(Files.exists(stays.resolve("held")));
    }
}
