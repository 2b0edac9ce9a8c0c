package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLoadTest {
    @TempDir
    Path folder;

    @Test
    void isTheLastMinuteForEachProcessor() throws IOException {
        Path loadavg = Files.writeString(folder.resolve("loadavg"), "3.00 0.96 0.48 5/324 10224\n");
        assertEquals(OptionalDouble.of(0.75), MachineLoad.in(loadavg, 4).perProcessor());
    }

    @Test
    void isNotKnownWithoutItsFileOrANumberInIt() throws IOException {
        assertEquals(
                OptionalDouble.empty(),
                MachineLoad.in(folder.resolve("missing"), 4).perProcessor());
        Path odd = Files.writeString(folder.resolve("odd"), "much\n");
        assertEquals(OptionalDouble.empty(), MachineLoad.in(odd, 4).perProcessor());
    }
}
