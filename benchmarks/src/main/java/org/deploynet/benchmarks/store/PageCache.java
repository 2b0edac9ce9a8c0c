package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system remembers of files, and how it is made to forget. */
final class PageCache {
    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    private PageCache() {}

    /** Forgets the files below a folder; says by which way. */
    static String drop(Path folder) throws IOException, InterruptedException {
        run("sync");
        try {
            Files.writeString(DROP, "3");
            return "drop_caches 3";
        } catch (IOException notAllowed) {
            advise(folder);
            return "posix_fadvise DONTNEED";
        }
    }

    // What GNU dd calls "nocache" is that advice; of an empty count it reads nothing.
    private static void advise(Path folder) throws IOException, InterruptedException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                run("dd", "if=" + file, "iflag=nocache", "count=0", "status=none");
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
