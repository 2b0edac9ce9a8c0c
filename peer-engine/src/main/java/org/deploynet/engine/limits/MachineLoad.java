package org.deploynet.engine.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** How busy the whole machine is: threads that run or want to, for each processor, over the last minute. */
@FunctionalInterface
public interface MachineLoad {
    /** Empty where it is not known. */
    OptionalDouble perProcessor();

    /** Known on Linux, by {@code /proc/loadavg}. */
    static MachineLoad ofThisMachine() {
        return in(Path.of("/proc/loadavg"), Runtime.getRuntime().availableProcessors());
    }

    static MachineLoad in(Path loadavg, int processors) {
        return () -> {
            try {
                String minute = Files.readString(loadavg).split(" ", 2)[0];
                return OptionalDouble.of(Double.parseDouble(minute) / processors);
            } catch (IOException | NumberFormatException unknown) {
                return OptionalDouble.empty();
            }
        };
    }
}
