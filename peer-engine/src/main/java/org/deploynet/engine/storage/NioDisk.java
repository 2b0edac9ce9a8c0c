package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real disk. Safe from any thread. */
public final class NioDisk implements Disk {
    private static final int DEEPEST = 8;
    private static final int MOST_ENTRIES = 100_000;

    // Windows cannot open a folder as a file; NTFS journals names by itself.
    private static final boolean FOLDERS_CAN_BE_FORCED =
            !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    @Override
    public DiskFile open(Path file) throws IOException {
        return new NioFile(
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
    }

    @Override
    public DiskFile openExisting(Path file) throws IOException {
        return new NioFile(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                addIfFile(file, entries);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return entries;
    }

    // SQLite's journals come and go while a folder is listed.
    private static void addIfFile(Path file, List<Entry> entries) throws IOException {
        try {
            if (Files.isRegularFile(file)) {
                entries.add(new Entry(file.getFileName().toString(), Files.size(file)));
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    @Override
    public long bytesBelow(Path folder, Path except) throws IOException {
        var sum = new SumOfFiles(except);
        Files.walkFileTree(folder, Set.of(), DEEPEST, sum);
        return sum.bytes;
    }

    @Override
    public Object identity(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key != null ? key : attributes.creationTime();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename " + from + " to " + to + " at one stroke", e);
        }
    }

    @Override
    public void unlink(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        if (FOLDERS_CAN_BE_FORCED) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public long free(Path folder) throws IOException {
        // Not by FileStore, which looks the folder up in the list of mounts and finds nothing in a chroot.
        long bytes = folder.toFile().getUsableSpace();
        if (bytes == 0 && Files.notExists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return bytes;
    }

    @Override
    public long total(Path folder) throws IOException {
        long bytes = folder.toFile().getTotalSpace();
        if (bytes == 0 && Files.notExists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return bytes;
    }

    /** Files come and go while this looks; what is gone counts nothing. */
    private static final class SumOfFiles extends SimpleFileVisitor<Path> {
        private final Path except;
        private long bytes;
        private int entries;

        SumOfFiles(Path except) {
            this.except = except;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(except) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            if (++entries > MOST_ENTRIES) {
                throw new IOException("more than " + MOST_ENTRIES + " files where ours are, at " + file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private record NioFile(FileChannel channel) implements DiskFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void append(ByteBuffer... buffers) throws IOException {
            channel.position(channel.size());
            long left = 0;
            for (ByteBuffer buffer : buffers) {
                left += buffer.remaining();
            }
            while (left > 0) {
                left -= channel.write(buffers);
            }
        }

        @Override
        public int readAt(ByteBuffer into, long offset) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int read = channel.read(into, offset + total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long bytes) throws IOException {
            channel.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
