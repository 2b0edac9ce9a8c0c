package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/**
 * What may still be written: under the quota, which counts every file of ours and what is reserved, and above the disk's
 * floor. Sizes in bytes. Safe from any thread.
 */
final class Room {
    /** What the index and a segment's key list may need for one record. */
    static final long RECORD_OVERHEAD_BYTES = 512 + SegmentKey.MAX_BYTES;

    // Databases and journals grow between two measurements: both logs filled and moved into their files, one
    // transaction
    // more, and a batch of receipts.
    static final long HEADROOM_BYTES = 3 * (CacheIndex.WAL_BYTES + StateStore.WAL_BYTES) + 1024 * 1024;

    private static final int PROBE_BYTES = 256 * 1024;

    private final Disk disk;
    private final CacheLocation location;
    private long quotaBytes;
    private long floorBytes;
    private long segmentBytes;
    private long reservedBytes;
    private long otherBytes;
    private long freeBytes;
    private boolean answers;

    Room(Disk disk, CacheLocation location, PieceStore.Options options) {
        this.disk = disk;
        this.location = location;
        this.quotaBytes = options.quotaBytes();
        this.floorBytes = options.floorBytes();
    }

    /** Counts from now on; the caller evicts what is too much. */
    synchronized void setBounds(long quota, long floor) {
        quotaBytes = quota;
        floorBytes = floor;
    }

    /**
     * Looks at the disk again, at every file of ours but the segments, which are counted as they are written; while it does not
     * answer there is no room, and no reason to evict either.
     */
    void measure() {
        try {
            long bytes = 0;
            for (Path each : List.of(location.folder(), location.stateFolder())) {
                bytes += disk.bytesBelow(each, location.segments());
            }
            set(bytes, disk.free(location.folder()));
        } catch (IOException e) {
            noAnswer();
        }
    }

    private synchronized void set(long other, long free) {
        otherBytes = other;
        freeBytes = free;
        answers = true;
    }

    private synchronized void noAnswer() {
        answers = false;
    }

    synchronized boolean reserve(long bytes) {
        if (!fits(bytes)) {
            return false;
        }
        reservedBytes += bytes;
        return true;
    }

    synchronized boolean fits(long bytes) {
        return answers && usedBytes() + bytes <= quotaBytes && spareBytes() - bytes >= floorBytes;
    }

    /** Whether {@code bytes} could ever fit, with everything evicted that can be. */
    synchronized boolean couldFit(long bytes, long evictableBytes) {
        return answers
                && usedBytes() - evictableBytes + bytes <= quotaBytes
                && spareBytes() + evictableBytes - bytes >= floorBytes;
    }

    /**
     * Writes, forces and removes a few bytes.
     *
     * @throws IOException the disk does not take them now
     */
    void probe() throws IOException {
        Path probe = location.folder().resolve("probe");
        try (DiskFile file = disk.open(probe)) {
            file.append(ByteBuffer.allocate(PROBE_BYTES));
            file.force();
        } finally {
            disk.unlink(probe);
        }
    }

    /** Removes what a {@link #probe} left that a crash cut short. */
    void forgetProbe() throws IOException {
        Path probe = location.folder().resolve("probe");
        if (disk.exists(probe)) {
            disk.unlink(probe);
        }
    }

    /** Whether less is free than is to be left, whatever is reserved. */
    synchronized boolean isBelowFloor() {
        return answers && freeBytes < floorBytes;
    }

    /** Sets aside what must be written whatever happens. */
    synchronized void hold(long bytes) {
        reservedBytes += bytes;
    }

    synchronized void giveBack(long bytes) {
        reservedBytes -= bytes;
    }

    /** Bytes that a segment gained; they count until {@link #unlinked}. */
    synchronized void written(long bytes) {
        segmentBytes += bytes;
        freeBytes -= bytes;
    }

    /** All segments are about to be counted again. */
    synchronized void forgetSegments() {
        freeBytes += segmentBytes;
        segmentBytes = 0;
    }

    synchronized void unlinked(long bytes) {
        segmentBytes -= bytes;
        freeBytes += bytes;
    }

    /** Databases, journals and other small files. */
    synchronized long otherBytes() {
        return otherBytes;
    }

    synchronized long quotaBytes() {
        return quotaBytes;
    }

    synchronized long floorBytes() {
        return floorBytes;
    }

    synchronized long usedBytes() {
        return segmentBytes + reservedBytes + otherBytes + HEADROOM_BYTES;
    }

    // What the databases may take until the disk is looked at again is not free, whichever bound is the nearer one.
    private long spareBytes() {
        return freeBytes - reservedBytes - HEADROOM_BYTES;
    }

    synchronized long freeBytes() {
        return freeBytes;
    }

    /** Most bytes on disk that one piece takes. */
    static long needed(int pieceBytes) {
        return RecordHeader.recordBytes(pieceBytes) + RECORD_OVERHEAD_BYTES;
    }

    /** Most bytes on disk that a segment takes to say for whom an object is kept, and its layer. */
    static long neededToIntroduce(long objectBytes) {
        return Introduction.mostBytes(objectBytes) + 2 * RECORD_OVERHEAD_BYTES;
    }

    /** Most bytes on disk that the pieces of an object take which are not {@code kept}. */
    static long needed(PieceLayer layer, BitSet kept) {
        long bytes = 0;
        int pieces = Pieces.count(layer.objectBytes());
        for (int piece = kept.nextClearBit(0); piece < pieces; piece = kept.nextClearBit(piece + 1)) {
            bytes += needed(Pieces.length(layer.objectBytes(), piece));
        }
        return bytes == 0 ? 0 : bytes + neededToIntroduce(layer.objectBytes());
    }
}
