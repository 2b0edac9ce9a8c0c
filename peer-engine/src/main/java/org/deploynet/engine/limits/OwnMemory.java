package org.deploynet.engine.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The memory that this process has resident, heap and native: what its owner sees it take. Safe from any thread. */
@FunctionalInterface
public interface OwnMemory {
    /** Bytes; empty where it is not known. */
    OptionalLong residentBytes();

    /** The same without what is resident and not used; as unknown as this. */
    default OwnMemory without(LongSupplier unusedBytes) {
        return () -> {
            OptionalLong resident = residentBytes();
            return resident.isPresent()
                    ? OptionalLong.of(Math.max(0, resident.getAsLong() - unusedBytes.getAsLong()))
                    : resident;
        };
    }

    /** Known on Linux, by {@code /proc/self/status}. */
    static OwnMemory ofThisProcess() {
        return in(Path.of("/proc/self/status"));
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
