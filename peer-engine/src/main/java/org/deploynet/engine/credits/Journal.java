package org.deploynet.engine.credits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/** An append-only file of batches, each hashed over the hash of the one before it ({@link JournalFrame}). For one thread. */
final class Journal implements AutoCloseable {
    private static final int COPY_BYTES = 64 * 1024;

    private final DiskFile file;
    private String lastHash;
    private long bytes;

    private Journal(DiskFile file, String lastHash, long bytes) {
        this.file = file;
        this.lastHash = lastHash;
        this.bytes = bytes;
    }

    /** What was read; the journal goes on behind the chain, and what is there is still in the file. */
    record Opened(Journal journal, JournalScan scan) {}

    static Opened open(Disk disk, Path path) throws IOException {
        DiskFile file = disk.open(path);
        try {
            JournalScan scan = JournalScan.of(file);
            return new Opened(new Journal(file, scan.lastHash(), scan.chainBytes()), scan);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** An empty one, in place of whatever is there. */
    static Journal create(Disk disk, Path path) throws IOException {
        disk.unlink(path);
        return new Journal(disk.open(path), JournalFrame.BEGINNING, 0);
    }

    long bytes() {
        return bytes;
    }

    String lastHash() {
        return lastHash;
    }

    /** Appends one batch and forces it. After an error this journal is not to be used again. */
    void append(List<JournalEntry> entries) throws IOException {
        JournalFrame frame = JournalFrame.of(lastHash, JournalEntry.encode(entries));
        frame.append(file);
        lastHash = frame.hash();
        bytes += frame.bytes();
    }

    /** Cuts off what does not belong to the chain. */
    void cut() throws IOException {
        if (file.size() > bytes) {
            file.truncate(bytes);
            file.force();
        }
    }

    /** Copies the file as it is to {@code aside}. */
    void copyTo(Disk disk, Path aside) throws IOException {
        disk.unlink(aside);
        try (DiskFile copy = disk.open(aside)) {
            ByteBuffer part = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < file.size(); at += COPY_BYTES) {
                file.readAt(part.clear(), at);
                copy.append(part.flip());
            }
            copy.force();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
