package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.engine.storage.NioDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLocationTest {
    @TempDir
    Path folder;

    private Path data;
    private Path away;

    @BeforeEach
    void makeFolders() throws IOException {
        data = folder.resolve("data");
        away = folder.resolve("away");
        Files.createDirectories(data.resolve("state"));
    }

    private static CacheLocation load(Path data) throws IOException {
        return CacheLocation.load(new NioDisk(), data.resolve("state"), data.resolve("cache"));
    }

    @Test
    void isTheConfiguredFolderUnlessItWasMoved() throws IOException {
        assertEquals(data.resolve("cache"), load(data).folder());
        load(data).moved(away);
        assertEquals(away, load(data).folder());
        assertEquals(away, CacheLocation.recorded(new NioDisk(), data.resolve("state"), data.resolve("cache")));
        assertEquals(data.resolve("cache"), load(data).move().orElseThrow().other());
        CacheLocation location = load(data);
        location.settled();
        assertEquals(Optional.empty(), load(data).move());
        assertEquals(away, load(data).folder());
    }

    @Test
    void anotherConfiguredFolderIsAnotherCache() throws IOException {
        load(data).moved(away);
        var other = CacheLocation.load(new NioDisk(), data.resolve("state"), folder.resolve("other"));
        assertEquals(folder.resolve("other"), other.folder());
        assertEquals(away, load(data).folder());
    }

    @Test
    void isFoundAfterTheDataFolderWasMovedByHand() throws IOException {
        load(data).moved(away);
        Path renamed = Files.move(data, folder.resolve("renamed"));
        assertEquals(away, load(renamed).folder());
    }

    @Test
    void oneFlippedBitCostsNothing() throws IOException {
        load(data).copying(away);
        Path file = data.resolve("state/cache-location");
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < good.length * 8; bit += 3) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertEquals(
                    new LocationRecord.Move(LocationRecord.Step.COPYING, away),
                    load(data).move().orElseThrow(),
                    "bit " + bit);
        }
    }

    @Test
    void aDamagedRecordIsKeptAside() throws IOException {
        load(data).moved(away);
        Files.writeString(data.resolve("state/cache-location"), "nonsense");
        assertEquals(data.resolve("cache"), load(data).folder());
        assertTrue(Files.exists(data.resolve("state/cache-location.damaged")));
    }

    @Test
    void keepsOnlyPathsThatFitOnALine() {
        assertTrue(LocationRecord.canKeep(Path.of("/mnt/größer und weiter")));
        assertFalse(LocationRecord.canKeep(Path.of("/mnt/two\nlines")));
        assertFalse(LocationRecord.canKeep(Path.of("relative")));
    }
}
