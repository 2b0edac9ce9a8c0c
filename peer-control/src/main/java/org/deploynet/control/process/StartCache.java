package org.deploynet.control.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the JVM remembers of an engine's start: the classes it loaded and linked, and what was hot (an AOT cache, JEP 483, 514
 * and 515). With it the engine and every command start in about half the time. It belongs to one set of jars and one JDK: a JVM
 * that finds another than it was made for starts without it, as does one that finds none. The file lies beside the folder of
 * the jars. The desktop application has none: it would need a quarter more memory for as long as it runs.
 */
public final class StartCache {
    private static final String OUTPUT = "-XX:AOTCacheOutput=";
    private static final String PLACE = "start-cache/engine.aot";

    private StartCache() {}

    /** Where the cache is, or would be; nothing for a program that does not run from one folder of jars. */
    public static Optional<Path> place() {
        return Optional.ofNullable(System.getProperty("jdk.module.path"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(jars -> jars.toAbsolutePath().resolveSibling(PLACE));
    }

    /** Options for a JVM that shall use it. */
    static List<String> use() {
        return place().map(cache -> options("-XX:AOTCache=" + cache)).orElse(List.of());
    }

    /** Options for a JVM that shall make one. */
    static List<String> record(Path cache) {
        return options(OUTPUT + cache);
    }

    /** Whether this JVM makes one, which it writes while it ends in order. False where the system does not tell. */
    public static boolean isBeingMade() {
        return ProcessHandle.current().info().arguments().map(List::of).orElse(List.of()).stream()
                .anyMatch(argument -> argument.startsWith(OUTPUT));
    }

    // The JVM's own words about a cache that is missing or does not fit come on standard output, between what a program
    // reads there.
    private static List<String> options(String cache) {
        return List.of(cache, "-Xlog:aot=off", "-Xlog:cds=off");
    }
}
