package org.deploynet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What a process of this machine has taken, as Linux counts it. Safe from any thread. */
public final class ProcessFigures {
    private static final double TICKS_A_SECOND = 100;

    private ProcessFigures() {}

    /** Time of all cores since the process began, its own and the kernel's for it. */
    public static double processorSeconds(long pid) throws IOException {
        // After the command's name, which may hold anything, user and system time are the 12th and 13th fields.
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** The proportional set size: memory that is shared counts in equal parts for all who share it. */
    public static long proportionalBytes(long pid) throws IOException {
        return field(pid, "smaps_rollup", "Pss:");
    }

    public static long residentBytes(long pid) throws IOException {
        return field(pid, "status", "VmRSS:");
    }

    /** The most that was resident at once since the process began, or since {@link #forgetMostResident}. */
    public static long mostResidentBytes(long pid) throws IOException {
        return field(pid, "status", "VmHWM:");
    }

    /** From now on {@link #mostResidentBytes} counts anew. For who may write to the process. */
    public static void forgetMostResident(long pid) throws IOException {
        Files.writeString(Path.of("/proc", String.valueOf(pid), "clear_refs"), "5");
    }

    /** Open ones: files, sockets and what else the kernel calls so. */
    public static long descriptors(long pid) throws IOException {
        return entries(pid, "fd");
    }

    public static long threads(long pid) throws IOException {
        return entries(pid, "task");
    }

    private static long entries(long pid, String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(pid), folder))) {
            return all.count();
        }
    }

    private static long field(long pid, String file, String name) throws IOException {
        Optional<String> line;
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), file))) {
            line = lines.filter(one -> one.startsWith(name)).findFirst();
        }
        String kibibytes = line.orElseThrow().replaceAll("[^0-9]", "");
        return Long.parseLong(kibibytes) * 1024;
    }
}
