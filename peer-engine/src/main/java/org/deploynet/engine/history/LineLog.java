package org.deploynet.engine.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@link LineBook}: eight letters, then records of 24 bytes, each a day's bytes as they stood then (epoch day, up,
 * down, CRC32C of these). A record that does not check was being written when the power went, and is passed over. Written anew
 * beside and renamed when it grew long, or after a write failed. Safe from any thread; appending waits for no force.
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
    /** Held by whoever waits for the disk, and never by one who appends. */
    private final ReentrantLock waiting = new ReentrantLock();

    private @Nullable DiskFile file;
    /** Takes the place of {@link #file} and has all that it has. */
    private @Nullable DiskFile next;

    private LineLog(Path path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    record Opened(LineLog log, Optional<Path> keptAside) {}

    /** Adds to {@code days} what the file has. */
    static Opened open(Path path, Disk disk, LineDays days) throws IOException {
        var log = new LineLog(path, disk);
        Optional<Path> aside = disk.exists(path) && !log.read(days) ? Optional.of(log.keepAside()) : Optional.empty();
        log.writeAnew(days::copy);
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

    /** Whether it has to be written anew before it takes more, or should be. */
    synchronized boolean isToBeWrittenAnew() {
        try {
            DiskFile open = file;
            return open == null || open.size() > LONG_BYTES;
        } catch (IOException unknown) {
            return true;
        }
    }

    /** What {@code day} has had by now, after this safe from a kill. */
    synchronized void append(LocalDate day, LineDays.Bytes bytes) throws IOException {
        DiskFile open = file;
        if (open == null) {
            throw new IOException("it is not written anew yet");
        }
        try {
            open.append(record(day, bytes));
            DiskFile beside = next;
            if (beside != null) {
                beside.append(record(day, bytes));
            }
        } catch (IOException e) {
            closeFiles();
            throw e;
        }
    }

    /** @param days all that is known when it is asked */
    void writeAnew(Supplier<Map<LocalDate, LineDays.Bytes>> days) throws IOException {
        waiting.lock();
        try {
            Path beside = path.resolveSibling(path.getFileName() + ".new");
            disk.unlink(beside);
            DiskFile fresh = disk.open(beside);
            try {
                fill(fresh, days);
                disk.rename(beside, path);
                close(takeOver(fresh));
                disk.forceFolder(folder());
            } catch (IOException e) {
                close(fresh);
                throw e;
            }
        } catch (IOException e) {
            closeFiles();
            throw e;
        } finally {
            waiting.unlock();
        }
    }

    private void fill(DiskFile fresh, Supplier<Map<LocalDate, LineDays.Bytes>> days) throws IOException {
        Map<LocalDate, LineDays.Bytes> forced = days.get();
        fresh.append(ByteBuffer.wrap(LETTERS));
        appendAll(forced, fresh);
        fresh.force();
        follow(fresh);
        // What was appended between the two went to the old file alone.
        Map<LocalDate, LineDays.Bytes> since = days.get();
        since.entrySet().removeAll(forced.entrySet());
        catchUp(since, fresh);
    }

    private static void appendAll(Map<LocalDate, LineDays.Bytes> days, DiskFile to) throws IOException {
        for (Map.Entry<LocalDate, LineDays.Bytes> day : days.entrySet()) {
            to.append(record(day.getKey(), day.getValue()));
        }
    }

    private synchronized void follow(DiskFile fresh) {
        next = fresh;
    }

    private synchronized void catchUp(Map<LocalDate, LineDays.Bytes> days, DiskFile fresh) throws IOException {
        appendAll(days, fresh);
    }

    private synchronized @Nullable DiskFile takeOver(DiskFile fresh) throws IOException {
        if (next == null) {
            throw new IOException("an append failed meanwhile");
        }
        DiskFile old = file;
        next = null;
        file = fresh;
        return old;
    }

    private Path folder() throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            throw new IOException(path + " is in no folder");
        }
        return folder;
    }

    void force() throws IOException {
        waiting.lock();
        try {
            DiskFile open = current();
            if (open != null) {
                open.force();
            }
        } catch (IOException e) {
            closeFiles();
            throw e;
        } finally {
            waiting.unlock();
        }
    }

    private synchronized @Nullable DiskFile current() {
        return file;
    }

    /** Until it is written anew. */
    @Override
    public void close() {
        waiting.lock();
        try {
            closeFiles();
        } finally {
            waiting.unlock();
        }
    }

    private synchronized void closeFiles() {
        DiskFile open = file;
        DiskFile beside = next;
        file = null;
        next = null;
        close(open);
        close(beside);
    }

    private static void close(@Nullable DiskFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                System.getLogger(LineLog.class.getName()).log(System.Logger.Level.DEBUG, "closing failed", e);
            }
        }
    }
}
