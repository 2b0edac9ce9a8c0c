package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMemoryTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatIsResident() throws IOException {
        Path status = folder.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmHWM:\t  900000 kB\nVmRSS:\t  123456 kB\nRssAnon:\t  1 kB\n");
        assertEquals(OptionalLong.of(123_456L * 1024), OwnMemory.in(status).residentBytes());
    }

    @Test
    void leavesOutWhatIsNotUsed() {
        OwnMemory resident = () -> OptionalLong.of(100);
        assertEquals(OptionalLong.of(70), resident.without(() -> 30).residentBytes());
        assertEquals(OptionalLong.of(0), resident.without(() -> 130).residentBytes());
        OwnMemory unknown = OptionalLong::empty;
        assertEquals(OptionalLong.empty(), unknown.without(() -> 30).residentBytes());
    }

    @Test
    void doesNotKnowElsewhere() {
        assertEquals(
                OptionalLong.empty(), OwnMemory.in(folder.resolve("nothing")).residentBytes());
    }
}
