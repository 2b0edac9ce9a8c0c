package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import org.deploynet.engine.storage.NioDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check that follows other tests sees what it is for. */
class CacheInvariantsTest {
    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void fill() throws IOException {
        cache = folder.resolve("cache");
        var options = new PieceStore.Options(cache, folder.resolve("state"), 64L << 20, 0, 64 * 1024);
        try (PieceStore store = PieceStore.open(options, new NioDisk(), Clock.systemUTC())) {
            for (int n = 0; n < 20; n++) {
                Sample.of(n, 1000 + n).into(store, Sample.SITE);
            }
        }
    }

    @Test
    void findsNothingInAGoodCache() throws IOException {
        assertEquals(List.of(), breaches());
    }

    @Test
    void findsARottenPiece() throws IOException {
        Places.Payload payload = Places.payloads(cache).getFirst();
        try (var file = FileChannel.open(payload.file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[payload.length()]), payload.offset());
        }
        assertFound("does not verify");
    }

    @Test
    void findsARowAheadOfItsData() throws IOException {
        Path segment = Places.payloads(cache).getFirst().file();
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 100);
        }
        assertFound("ahead of its data");
    }

    @Test
    void findsARowWithoutItsFile() throws IOException {
        Files.delete(Places.payloads(cache).getFirst().file());
        assertFound("without its file");
    }

    @Test
    void findsFilesThatAreNobodys() throws IOException {
        Files.writeString(cache.resolve("probe"), "x");
        Files.writeString(cache.resolve("segments/0000000099-00000001.seg"), "x");
        assertFound("nobody's: probe");
        assertFound("without a row: 0000000099");
    }

    private List<String> breaches() throws IOException {
        return CacheInvariants.breaches(new NioDisk(), cache);
    }

    private void assertFound(String what) throws IOException {
        List<String> breaches = breaches();
        assertTrue(breaches.stream().anyMatch(breach -> breach.contains(what)), () -> what + " not in " + breaches);
    }
}
