package org.deploynet.engine.limits;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which programs run on this machine, by the names of their files. Safe from any thread. */
public final class RunningPrograms {
    private final Supplier<Set<String>> names;

    private RunningPrograms(Supplier<Set<String>> names) {
        this.names = names;
    }

    /** Those that this user may see: a system may hide the programs of others. The engine itself is none. */
    public static RunningPrograms ofThisMachine() {
        long own = ProcessHandle.current().pid();
        return of(() -> ProcessHandle.allProcesses()
                .filter(process -> process.pid() != own)
                .flatMap(process -> process.info().command().stream())
                .map(command -> String.valueOf(Path.of(command).getFileName()))
                .collect(Collectors.toSet()));
    }

    /** Those that {@code names} gives each time, file names without folders. */
    public static RunningPrograms of(Supplier<Set<String>> names) {
        return new RunningPrograms(names);
    }

    /** Those of {@code listed} that run, as they are written there. */
    public List<String> among(Collection<String> listed) {
        if (listed.isEmpty()) {
            return List.of();
        }
        Set<String> running = names.get().stream().map(RunningPrograms::key).collect(Collectors.toSet());
        return listed.stream().filter(name -> running.contains(key(name))).toList();
    }

    // Windows writes ".exe", owners do not.
    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".exe") ? lower.substring(0, lower.length() - 4) : lower;
    }
}
