package org.deploynet.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublisherKeyTest {
    @TempDir
    Path temporary;

    private Path site = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        site = Files.createDirectory(temporary.resolve("site"));
        file = temporary.resolve("keys/site.json");
    }

    @Test
    void makesAKeyOnceThatOnlyItsOwnerCanRead() throws Exception {
        PublisherKey first = PublisherKey.open(file, site);
        PublisherKey second = PublisherKey.open(file, site);

        assertTrue(first.isNew());
        assertFalse(second.isNew());
        assertEquals(first.key().id(), second.key().id());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void refusesAKeyInsideThePublicFolder() throws Exception {
        assertEquals("publish.keyIsPublic", failure(site.resolve("key.json")));
        assertEquals("publish.keyIsPublic", failure(site.resolve(".hidden/../key.json")));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), site);
        assertEquals("publish.keyIsPublic", failure(link.resolve("key.json")));
        assertFalse(Files.exists(site.resolve("key.json")));
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws Exception {
        PublisherKey.open(file, site);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertEquals("publish.keyIsOpen", failure(file));
    }

    @Test
    void saysThatAKeyIsDamagedAndLeavesItAlone() throws Exception {
        PublisherKey.open(file, site);
        Files.writeString(file, "{}");

        assertEquals("publish.keyDamaged", failure(file));
        assertEquals("{}", Files.readString(file));
    }

    @Test
    void saysThatAKeyCannotBeMade() throws Exception {
        Path inTheWay = Files.writeString(temporary.resolve("keys"), "a file");

        assertEquals("publish.keyUnusable", failure(inTheWay.resolve("site.json")));
    }

    private String failure(Path key) {
        return assertThrows(PublishFailure.class, () -> PublisherKey.open(key, site))
                .key();
    }
}
