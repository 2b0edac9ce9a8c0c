package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A file for each object in one of 256 folders, the durable way: written beside, forced, renamed, its folder forced. Safe from
 * any thread.
 */
record FilePerObject(Path folder) implements Contender {
    private static final int FOLDERS = 256;

    static FilePerObject open(Path folder) throws IOException {
        for (int n = 0; n < FOLDERS; n++) {
            Files.createDirectories(folder.resolve("%02x".formatted(n)));
        }
        force(folder);
        return new FilePerObject(folder);
    }

    @Override
    public void put(Item item) throws IOException {
        Path file = file(item);
        writeBeside(file, item);
        rename(file);
        force(Objects.requireNonNull(file.getParent()));
    }

    /** Many at once: each file is forced and renamed, then each folder is forced once. */
    void putAll(Collection<Item> items) throws IOException {
        var folders = new TreeSet<Path>();
        for (Item item : items) {
            writeBeside(file(item), item);
        }
        for (Item item : items) {
            rename(file(item));
            folders.add(file(item).getParent());
        }
        for (Path each : folders) {
            force(each);
        }
    }

    private static void writeBeside(Path file, Item item) throws IOException {
        try (var channel = FileChannel.open(
                beside(file),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(item.bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    private static void rename(Path file) throws IOException {
        Files.move(beside(file), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<ByteBuffer> get(Item item) throws IOException {
        try {
            return Optional.of(ByteBuffer.wrap(Files.readAllBytes(file(item))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(List<Item> items, List<Item> others) throws IOException {
        var folders = new TreeSet<Path>();
        for (Item item : items) {
            Files.delete(file(item));
            folders.add(file(item).getParent());
        }
        for (Path each : folders) {
            force(each);
        }
    }

    private Path file(Item item) {
        String name = item.id().toString();
        return folder.resolve(name.substring(0, 2)).resolve(name);
    }

    @Override
    public void close() {}
}
