package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system in a file of its own, mounted as long as this is open. For root. */
final class LoopDisk implements AutoCloseable {
    /** Sizes that the tools accept at least. */
    enum Kind {
        EXT4(96, "mkfs.ext4 -q -F"),
        XFS(320, "mkfs.xfs -q -f");

        private final long megabytes;
        private final String make;

        Kind(long megabytes, String make) {
            this.megabytes = megabytes;
            this.make = make;
        }
    }

    private final Path image;
    private final Path mount;

    LoopDisk(Kind kind, Path folder) throws IOException {
        this.image = folder.resolve(kind + ".img");
        this.mount = Files.createDirectories(folder.resolve(kind.toString()));
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(kind.megabytes << 20);
        }
        var make = new ArrayList<>(List.of(kind.make.split(" ", -1)));
        make.add(image.toString());
        command(make);
        mount();
    }

    Path mount() throws IOException {
        command(List.of("mount", "-o", "loop", image.toString(), mount.toString()));
        return mount;
    }

    Path folder() {
        return mount;
    }

    void unmount() throws IOException {
        command(List.of("umount", mount.toString()));
    }

    @Override
    public void close() throws IOException {
        unmount();
    }

    /** Runs a tool; its own words are in what is thrown. */
    static void command(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted during " + words, e);
        }
    }
}
