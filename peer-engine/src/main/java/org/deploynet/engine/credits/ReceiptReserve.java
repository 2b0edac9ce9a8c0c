package org.deploynet.engine.credits;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/**
 * Room on the disk that nothing uses, so that receipts can be written when the disk is full: a file that is cut shorter by what they need.
 * It is filled again when there is room for it twice. Its length is safe to read from any thread, the rest is for one.
 */
final class ReceiptReserve {
    /** Room for the first receipts of about 2,500 tickets. */
    static final long WHOLE_BYTES = 4L * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(ReceiptReserve.class.getName());
    private static final String FILE = "receipts.reserve";
    /** At once: a file system gives back whole blocks, and its own records of the change want some. */
    private static final long STEP_BYTES = 256 * 1024;

    private static final int WRITE_BYTES = 64 * 1024;

    private final Disk disk;
    private final Path folder;
    private final LongConsumer tell;
    private volatile long bytes;

    /** @param tell gets what is left when something is taken from a whole one */
    ReceiptReserve(Disk disk, Path folder, LongConsumer tell) {
        this.disk = disk;
        this.folder = folder;
        this.tell = tell;
    }

    /** What is left of it. */
    long bytes() {
        return bytes;
    }

    /** Makes it whole, where the disk has room. */
    void fill() {
        if (bytes == WHOLE_BYTES) {
            return;
        }
        try (DiskFile file = disk.open(folder.resolve(FILE))) {
            bytes = Math.min(WHOLE_BYTES, file.size());
            if (bytes < WHOLE_BYTES && disk.free(folder) >= 2 * WHOLE_BYTES) {
                write(file);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no room can be kept for receipts on a full disk: {0}", e.getMessage());
        }
    }

    // Nothing that a file system could leave out or make smaller.
    private void write(DiskFile file) throws IOException {
        var random = new SplittableRandom();
        byte[] part = new byte[WRITE_BYTES];
        while (file.size() < WHOLE_BYTES) {
            random.nextBytes(part);
            file.append(ByteBuffer.wrap(part));
        }
        file.force();
        disk.forceFolder(folder);
        bytes = file.size();
    }

    /** Gives room for {@code needed} bytes back to the disk; false if that has room, or there is nothing to give. */
    boolean release(long needed) throws IOException {
        if (bytes == 0 || disk.free(folder) >= needed + STEP_BYTES) {
            return false;
        }
        boolean wasWhole = bytes == WHOLE_BYTES;
        try (DiskFile file = disk.open(folder.resolve(FILE))) {
            bytes = Math.max(0, file.size() - Math.max(needed, STEP_BYTES));
            file.truncate(bytes);
            file.force();
        }
        LOG.log(
                Level.WARNING,
                "the disk is full: receipts take from the room kept for them, {0} bytes are left",
                bytes);
        if (wasWhole) {
            tell.accept(bytes);
        }
        return true;
    }
}
