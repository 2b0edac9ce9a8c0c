package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.jspecify.annotations.Nullable;

/**
 * One append-only file of records. Any thread reads it between {@link #acquire} and {@link #release}; the committer's thread
 * appends, seals and drops. Its file is open while somebody holds it, and after {@link #releaseOpen} until
 * {@link #closeIfIdle}.
 */
final class SegmentFile {
    private static final Pattern NAME = Pattern.compile("(\\d{10})-([0-9a-f]{8})\\.seg");

    private final Disk disk;
    private volatile Path path;
    private final long id;
    private final int epoch;
    private volatile long lastReadMillis;
    private volatile boolean behind;
    private volatile boolean toBeWiped;
    private long bytes;
    private int holders;
    private boolean dropped;
    private boolean moved;
    private @Nullable DiskFile file;

    private SegmentFile(Disk disk, Path path, long id, int epoch, long bytes) {
        this.disk = disk;
        this.path = path;
        this.id = id;
        this.epoch = epoch;
        this.bytes = bytes;
    }

    static SegmentFile of(Disk disk, Path folder, long id, int epoch, long bytes) {
        return new SegmentFile(disk, folder.resolve("%010d-%08x.seg".formatted(id, epoch)), id, epoch, bytes);
    }

    /** Empty for a file that is none of ours. */
    static Optional<SegmentFile> named(Disk disk, Path folder, Disk.Entry entry) {
        Matcher name = NAME.matcher(entry.name());
        return name.matches()
                ? Optional.of(of(
                        disk,
                        folder,
                        Long.parseLong(name.group(1)),
                        Integer.parseUnsignedInt(name.group(2), 16),
                        entry.bytes()))
                : Optional.empty();
    }

    long id() {
        return id;
    }

    int epoch() {
        return epoch;
    }

    Path path() {
        return path;
    }

    synchronized long bytes() {
        return bytes;
    }

    long lastReadMillis() {
        return lastReadMillis;
    }

    void readAt(long millis) {
        lastReadMillis = millis;
    }

    /** Whether the index lacks some of its records; start-up says so, and {@link CatchUp} brings them. */
    boolean isBehind() {
        return behind;
    }

    void behind(boolean now) {
        behind = now;
    }

    /** Something in it was purged while it is behind: it is to be wiped once its records are indexed. */
    void wipeWhenIndexed() {
        toBeWiped = true;
    }

    boolean isToBeWiped() {
        return toBeWiped;
    }

    /** False once it was dropped. */
    synchronized boolean acquire() throws IOException {
        if (dropped) {
            return false;
        }
        if (file == null) {
            file = disk.openExisting(path);
            moved = false;
        }
        holders++;
        return true;
    }

    /** Makes the file of a new segment, and holds it. */
    synchronized void create() throws IOException {
        file = disk.open(path);
        holders++;
    }

    synchronized void release() throws IOException {
        holders--;
        closeIfIdle();
    }

    /** Leaves the file open for the next reader, whom opening it would cost as much as reading. */
    synchronized void releaseOpen() throws IOException {
        holders--;
        if (dropped || moved) {
            closeIfIdle();
        }
    }

    /** An equal file in {@code folder} takes its place; those who hold it go on in the old one. */
    synchronized void liesIn(Path folder) throws IOException {
        path = folder.resolve(path.getFileName());
        moved = true;
        closeIfIdle();
    }

    /** Gives the file back to the system unless somebody holds it; the next {@link #acquire} opens it again. */
    synchronized void closeIfIdle() throws IOException {
        if (holders == 0 && file != null) {
            DiskFile closing = file;
            file = null;
            closing.close();
        }
    }

    synchronized boolean isHeld() {
        return holders > 0;
    }

    /** From now on nobody acquires it any more; those who hold it go on. */
    synchronized void drop() throws IOException {
        dropped = true;
        closeIfIdle();
    }

    int read(ByteBuffer into, long offset) throws IOException {
        return held().readAt(into, offset);
    }

    void append(ByteBuffer... buffers) throws IOException {
        held().append(buffers);
        grow(buffers.length == 0 ? 0 : held().size());
    }

    void force() throws IOException {
        held().force();
    }

    void truncate(long to) throws IOException {
        held().truncate(to);
        grow(to);
    }

    private synchronized void grow(long to) {
        bytes = to;
    }

    private synchronized DiskFile held() {
        if (file == null) {
            throw new IllegalStateException(path + " is not held");
        }
        return file;
    }
}
