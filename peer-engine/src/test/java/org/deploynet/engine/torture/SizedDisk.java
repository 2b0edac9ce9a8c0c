package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system in memory with a size of its own, mounted as long as this is open. For root. */
public final class SizedDisk implements AutoCloseable {
    private final Path folder;

    private SizedDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty where this user may not mount. */
    public static Optional<SizedDisk> mounted(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        try {
            LoopDisk.command(List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "deploynet", folder.toString()));
            return Optional.of(new SizedDisk(folder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        LoopDisk.command(List.of("umount", folder.toString()));
    }
}
