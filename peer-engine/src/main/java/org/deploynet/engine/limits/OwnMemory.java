package org.deploynet.engine.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that this process has resident, heap and native: what its owner sees it take. Safe from any thread. */
@FunctionalInterface
public interface OwnMemory {
    /** Bytes; empty where it is not known. */
    OptionalLong residentBytes();

    /** Known on Linux, by {@code /proc/self/status}. */
    static OwnMemory ofThisProcess() {
        return in(Path.of("/proc/self/status"));
    }

    /**
     * What it cannot do without, right after a collection: the heap gives unused room back to the system in steps only, and that
     * room is resident until then.
     */
    static OwnMemory neededByThisProcess() {
        OwnMemory resident = ofThisProcess();
        return () -> {
            OptionalLong bytes = resident.residentBytes();
            long unused = Runtime.getRuntime().freeMemory();
            return bytes.isPresent() ? OptionalLong.of(Math.max(0, bytes.getAsLong() - unused)) : bytes;
        };
    }

    static OwnMemory in(Path status) {
        return () -> {
            try (var lines = Files.lines(status)) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                        .findFirst();
            } catch (IOException | NumberFormatException unknown) {
                return OptionalLong.empty();
            }
        };
    }
}
