package org.deploynet.engine.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@link LineBook}: eight letters, then records of 24 bytes, each a day's bytes as they stood then (epoch day, up,
 * down, CRC32C of these). A record that does not check was being written when the power went, and is passed over. Written anew
 * beside and renamed when it grew long, or after a write failed. One thread at a time.
 */
final class LineLog implements AutoCloseable {
    private static final byte[] LETTERS = "DPNLINE1".getBytes(StandardCharsets.US_ASCII);
    private static final int BODY_BYTES = Integer.BYTES + 2 * Long.BYTES;
    private static final int RECORD_BYTES = BODY_BYTES + Integer.BYTES;
    private static final long LONG_BYTES = 64 * 1024;
    /** Longer than any that was written here. */
    private static final long MOST_BYTES = 1024 * 1024;

    private static final int MOST_KEPT_ASIDE = 100;

    private final Path path;
    private final Disk disk;
    private @Nullable DiskFile file;

    private LineLog(Path path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    record Opened(LineLog log, Optional<Path> keptAside) {}

    /** Adds to {@code days} what the file has. */
    static Opened open(Path path, Disk disk, LineDays days) throws IOException {
        var log = new LineLog(path, disk);
        Optional<Path> aside = disk.exists(path) && !log.read(days) ? Optional.of(log.keepAside()) : Optional.empty();
        log.writeAnew(days);
        return new Opened(log, aside);
    }

    // False if it is not such a file.
    private boolean read(LineDays days) throws IOException {
        try (DiskFile old = disk.openExisting(path)) {
            var bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, old.size()));
            old.readAt(bytes, 0);
            bytes.flip();
            byte[] letters = new byte[Math.min(LETTERS.length, bytes.remaining())];
            bytes.get(letters);
            while (bytes.remaining() >= RECORD_BYTES) {
                readRecord(bytes, days);
            }
            return Arrays.equals(letters, LETTERS);
        }
    }

    private static void readRecord(ByteBuffer bytes, LineDays days) {
        int crc = crc(bytes);
        int day = bytes.getInt();
        var moved = new LineDays.Bytes(bytes.getLong(), bytes.getLong());
        if (bytes.getInt() == crc) {
            days.atLeast(LocalDate.ofEpochDay(day), moved);
        }
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.slice(bytes.position(), BODY_BYTES));
        return (int) crc.getValue();
    }

    private static ByteBuffer record(LocalDate day, LineDays.Bytes bytes) {
        var record = ByteBuffer.allocate(RECORD_BYTES)
                .putInt((int) day.toEpochDay())
                .putLong(bytes.up())
                .putLong(bytes.down());
        int crc = crc(record.duplicate().rewind());
        return record.putInt(crc).flip();
    }

    private Path keepAside() throws IOException {
        for (int n = 1; n <= MOST_KEPT_ASIDE; n++) {
            Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + n);
            if (!disk.exists(aside)) {
                disk.rename(path, aside);
                return aside;
            }
        }
        throw new IOException("more than " + MOST_KEPT_ASIDE + " damaged files beside " + path);
    }

    /** The record of {@code day}, after this safe from a kill. */
    void append(LocalDate day, LineDays days) throws IOException {
        DiskFile open = file;
        if (open == null || open.size() > LONG_BYTES) {
            writeAnew(days);
            return;
        }
        try {
            open.append(record(day, days.of(day)));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void writeAnew(LineDays days) throws IOException {
        close();
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        disk.unlink(beside);
        DiskFile next = disk.open(beside);
        try {
            next.append(ByteBuffer.wrap(LETTERS));
            for (Map.Entry<LocalDate, LineDays.Bytes> day : days.all().entrySet()) {
                next.append(record(day.getKey(), day.getValue()));
            }
            next.force();
            disk.rename(beside, path);
            disk.forceFolder(folder());
        } catch (IOException e) {
            next.close();
            throw e;
        }
        file = next;
    }

    private Path folder() throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            throw new IOException(path + " is in no folder");
        }
        return folder;
    }

    void force() throws IOException {
        DiskFile open = file;
        if (open == null) {
            return;
        }
        try {
            open.force();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The next append writes anew. */
    @Override
    public void close() {
        DiskFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                System.getLogger(LineLog.class.getName()).log(System.Logger.Level.DEBUG, "closing failed", e);
            }
        }
    }
}
