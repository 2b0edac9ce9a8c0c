package org.deploynet.engine.credits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/**
 * An append-only file of batches, each hashed over the hash of the one before it: magic 4, payload length 4, previous hash
 * 32, own hash 32, payload. A batch is forced before the next one begins, so a broken one that is followed by a whole one
 * was damaged later, and one at the end was torn. For one thread.
 */
final class Journal implements AutoCloseable {
    /** Most payload of one batch, bytes. */
    static final int MAX_BATCH_BYTES = 256 * 1024;

    private static final int MAGIC = 0x444E4A31;
    private static final int HASH_BYTES = 32;
    private static final int HEADER_BYTES = 8 + 2 * HASH_BYTES;
    private static final int COPY_BYTES = 64 * 1024;

    private final DiskFile file;
    private byte[] lastHash;
    private long bytes;

    private Journal(DiskFile file, byte[] lastHash, long bytes) {
        this.file = file;
        this.lastHash = lastHash;
        this.bytes = bytes;
    }

    /**
     * What was read.
     *
     * @param tornBytes the end that a crash left unfinished; it was cut off
     * @param keptAside a copy of the file as it was, if it was damaged before its end; what is behind the damage is only there
     */
    record Opened(Journal journal, List<JournalEntry> entries, long tornBytes, Optional<Path> keptAside) {}

    static Opened open(Disk disk, Path folder, String name, long nowMillis) throws IOException {
        DiskFile file = disk.open(folder.resolve(name));
        try {
            return open(disk, folder, name, file, nowMillis);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** An empty one, in place of whatever is there. */
    static Journal create(Disk disk, Path path) throws IOException {
        disk.unlink(path);
        return new Journal(disk.open(path), start(), 0);
    }

    long bytes() {
        return bytes;
    }

    /** Appends one batch and forces it. After an error this journal is not to be used again. */
    void append(List<JournalEntry> entries) throws IOException {
        byte[] payload = JournalEntry.encode(entries);
        byte[] hash = hash(lastHash, payload);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC).putInt(payload.length).put(lastHash).put(hash).flip();
        file.append(header, ByteBuffer.wrap(payload));
        file.force();
        lastHash = hash;
        bytes += HEADER_BYTES + payload.length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Opened open(Disk disk, Path folder, String name, DiskFile file, long nowMillis) throws IOException {
        var entries = new ArrayList<JournalEntry>();
        byte[] hash = start();
        long good = 0;
        Optional<Frame> frame = frameAt(file, 0);
        while (frame.isPresent() && Arrays.equals(frame.get().previous(), hash)) {
            entries.addAll(JournalEntry.decode(frame.get().payload()));
            hash = frame.get().hash();
            good += HEADER_BYTES + frame.get().payload().length;
            frame = frameAt(file, good);
        }
        long rest = file.size() - good;
        boolean damaged = rest > 0 && anyFrameBehind(file, good);
        Optional<Path> aside =
                damaged ? Optional.of(keepAside(disk, folder, name + ".damaged-" + nowMillis, file)) : Optional.empty();
        if (rest > 0) {
            file.truncate(good);
            file.force();
        }
        disk.forceFolder(folder);
        return new Opened(new Journal(file, hash, good), entries, damaged ? 0 : rest, aside);
    }

    private record Frame(byte[] previous, byte[] hash, byte[] payload) {}

    // Empty unless a batch whose own hash holds begins here.
    private static Optional<Frame> frameAt(DiskFile file, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (file.readAt(header, at) < HEADER_BYTES || header.flip().getInt() != MAGIC) {
            return Optional.empty();
        }
        int length = header.getInt();
        if (length < 0 || length > 2 * MAX_BATCH_BYTES) {
            return Optional.empty();
        }
        byte[] previous = new byte[HASH_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        header.get(previous).get(hash);
        ByteBuffer payload = ByteBuffer.allocate(length);
        return file.readAt(payload, at + HEADER_BYTES) == length && Arrays.equals(hash, hash(previous, payload.array()))
                ? Optional.of(new Frame(previous, hash, payload.array()))
                : Optional.empty();
    }

    private static boolean anyFrameBehind(DiskFile file, long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(COPY_BYTES);
        for (long start = from; start < file.size(); start += COPY_BYTES - Integer.BYTES + 1) {
            file.readAt(window.clear(), start);
            window.flip();
            for (int at = 0; at + Integer.BYTES <= window.limit(); at++) {
                if (window.getInt(at) == MAGIC && frameAt(file, start + at).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Path keepAside(Disk disk, Path folder, String name, DiskFile file) throws IOException {
        Path aside = folder.resolve(name);
        disk.unlink(aside);
        try (DiskFile copy = disk.open(aside)) {
            ByteBuffer part = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < file.size(); at += COPY_BYTES) {
                file.readAt(part.clear(), at);
                copy.append(part.flip());
            }
            copy.force();
        }
        disk.forceFolder(folder);
        return aside;
    }

    private static byte[] start() {
        return hash(new byte[HASH_BYTES], "deploynet receipts 1".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hash(byte[] previous, byte[] payload) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(previous);
            return sha256.digest(payload);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
