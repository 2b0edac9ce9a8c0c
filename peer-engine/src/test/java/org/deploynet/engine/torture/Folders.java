package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whole folders: temporary, copied, emptied. Safe from any thread. */
final class Folders {
    private static final Path MEMORY = Path.of("/dev/shm");

    private Folders() {}

    /** In memory where the system has a place for that: what is tried there is not the medium. */
    static Path temporary() throws IOException {
        return Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "deploynet-torture")
                : Files.createTempDirectory("deploynet-torture");
    }

    static void delete(Path folder) throws IOException {
        for (Path file : all(folder).reversed()) {
            Files.deleteIfExists(file);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        for (Path file : all(from)) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Regular files below it, with their bytes. */
    static List<Path> files(Path folder) throws IOException {
        return all(folder).stream().filter(Files::isRegularFile).toList();
    }

    static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) {
            bytes += file.toFile().length();
        }
        return bytes;
    }

    private static List<Path> all(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                found.add(each);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            // A living cache's files come and go meanwhile.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
