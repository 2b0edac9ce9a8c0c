package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.deploynet.engine.limits.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();

    private long start(String copy) throws IOException {
        return Epoch.next(folder.resolve(copy), clock);
    }

    @Test
    void growsAtEachStartAlsoWithinASecondAndAfterAClockThatWasSetBack() throws IOException {
        long first = start("a");
        assertEquals(clock.instant().getEpochSecond(), first);
        assertEquals(first + 1, start("a"));
        clock.advance(Duration.ofDays(-40));
        assertEquals(first + 2, start("a"));
    }

    @Test
    void theCopyThatWasStartedLastIsTheCurrentOne() throws IOException {
        for (int n = 0; n < 5; n++) {
            start("original");
        }
        Files.copy(folder.resolve("original"), folder.resolve("copy"));
        clock.advance(Duration.ofMinutes(1));
        long copy = start("copy");
        clock.advance(Duration.ofMinutes(1));
        long restored = start("restored from a backup of the key, without an epoch");
        clock.advance(Duration.ofMinutes(1));
        long original = start("original");
        assertTrue(copy < restored && restored < original);
    }

    @Test
    void aDamagedOneGoesOnFromTheTime() throws IOException {
        Files.writeString(folder.resolve("a"), "x");
        assertEquals(clock.instant().getEpochSecond(), start("a"));
    }
}
