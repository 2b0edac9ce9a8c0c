package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The databases beside a simulated disk. They are real files in memory, taken down at the moment the power goes: what SQLite
 * had committed is there, what was in the middle of a commit is not, and its log may end in rubbish. For one history.
 */
final class Databases {
    private static final String INDEX = "index.db";

    private final Path home;
    private Map<Path, byte[]> atCut = Map.of();

    /** Begins with the files of {@code template}, which spares each history from making tables. */
    Databases(Path home, Map<Path, byte[]> template) throws IOException {
        this.home = home;
        for (Path folder : folders(home)) {
            Files.createDirectories(folder);
        }
        put(template);
    }

    static Map<Path, byte[]> read(Path home) {
        var files = new HashMap<Path, byte[]>();
        try {
            for (Path folder : folders(home)) {
                for (Path file : databaseFiles(folder)) {
                    files.put(home.relativize(file), Files.readAllBytes(file));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The power goes now. */
    void cut() {
        atCut = read(home);
    }

    /** The files as the restart finds them; sometimes the index is lost. */
    void restart(Random random) throws IOException {
        var found = new HashMap<>(atCut.isEmpty() ? read(home) : atCut);
        atCut = Map.of();
        switch (random.nextInt(16)) {
            case 0, 1 -> found.keySet().removeIf(Databases::isIndex);
            case 2 -> found.replaceAll((file, bytes) -> isIndex(file) ? new byte[0] : bytes);
            case 4, 5, 6 -> found.replaceAll((file, bytes) -> isLog(file) ? withRubbish(bytes, random) : bytes);
            default -> {}
        }
        for (Path folder : folders(home)) {
            for (Path file : databaseFiles(folder)) {
                Files.delete(file);
            }
            Files.deleteIfExists(folder.resolve(INDEX + "-shm"));
            Files.deleteIfExists(folder.resolve("state.db-shm"));
        }
        put(found);
    }

    private void put(Map<Path, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            Files.write(home.resolve(file.getKey().toString()), file.getValue());
        }
    }

    private static byte[] withRubbish(byte[] log, Random random) {
        byte[] rubbish = new byte[random.nextInt(6000)];
        random.nextBytes(rubbish);
        byte[] both = java.util.Arrays.copyOf(log, log.length + rubbish.length);
        System.arraycopy(rubbish, 0, both, log.length, rubbish.length);
        return both;
    }

    private static boolean isIndex(Path file) {
        return file.getFileName().toString().startsWith(INDEX);
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().endsWith("-wal");
    }

    private static List<Path> folders(Path home) {
        return List.of(Stores.cache(home), home.resolve("state"));
    }

    // The shared memory of a log is made anew at each start.
    private static List<Path> databaseFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("-shm"))
                    .toList();
        }
    }
}
