package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The real disk. Safe from any thread. */
public final class NioDisk implements Disk {
    // Windows cannot open a folder as a file; NTFS journals names by itself.
    private static final boolean FOLDERS_CAN_BE_FORCED =
            !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    @Override
    public DiskFile open(Path file) throws IOException {
        return new NioFile(
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
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
