package org.deploynet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux says in {@code /proc} that a process costs. */
record IdleProcess(long pid) {
    private static final Pattern MAPPING = Pattern.compile("[0-9a-f]+-[0-9a-f]+ \\S+ \\S+ \\S+ \\d+ *(.*)");

    /** What memory is for. */
    enum Kind {
        /** Java heap, metadata of classes that are in no archive, compiled code, stacks, malloc. */
        OWN,
        /** An archive of classes: the JDK's or a recorded start. */
        CLASSES,
        LIBRARIES;

        static Kind of(String mapped) {
            if (mapped.endsWith(".aot") || mapped.endsWith(".jsa")) {
                return CLASSES;
            }
            return mapped.startsWith("/") ? LIBRARIES : OWN;
        }
    }

    private Path file(String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }

    double processorSeconds() throws IOException {
        return ProcessFigures.processorSeconds(pid);
    }

    /** How often its threads of now have begun to wait. */
    long waits() throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(file("task"))) {
            for (Path thread : threads.toList()) {
                sum += waits(thread);
            }
        }
        return sum;
    }

    private static long waits(Path thread) throws IOException {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.filter(line -> line.startsWith("voluntary_ctxt_switches"))
                    .mapToLong(IdleProcess::number)
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    /** Proportional set size, bytes. */
    Map<Kind, Long> memory() throws IOException {
        var memory = new EnumMap<Kind, Long>(Kind.class);
        Kind kind = Kind.OWN;
        for (String line : Files.readAllLines(file("smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                kind = Kind.of(mapping.group(1));
            } else if (line.startsWith("Pss:")) {
                memory.merge(kind, number(line) * 1024, Long::sum);
            }
        }
        return memory;
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}
