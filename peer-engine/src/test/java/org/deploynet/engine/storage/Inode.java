package org.deploynet.engine.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A file's content twice: as programs see it, and as the medium has it. What differs is lost, kept or torn in sectors of 512
 * bytes when the power goes. For the disk that owns it, under its lock.
 */
final class Inode {
    static final int SECTOR_BYTES = 512;

    private byte[] bytes = new byte[0];
    private int length;
    private byte[] medium = new byte[0];
    private int mediumLength;
    // Everything before it is on the medium as programs see it, but for lost sectors.
    private int dirtyFrom;
    // Sectors that a failed force dropped and the system takes for written: a later force skips them.
    private final BitSet believedClean = new BitSet();

    int length() {
        return length;
    }

    /** Appends up to {@code most} bytes of the buffers. */
    void append(ByteBuffer[] buffers, long most) {
        long left = most;
        for (ByteBuffer buffer : buffers) {
            int count = (int) Math.min(left, buffer.remaining());
            append(buffer, count);
            left -= count;
        }
    }

    private void append(ByteBuffer from, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        from.get(bytes, length, count);
        touch(length, length + count);
        length += count;
    }

    // A sector that is written to again is dirty again, all of it.
    private void touch(int from, int to) {
        dirtyFrom = Math.min(dirtyFrom, from / SECTOR_BYTES * SECTOR_BYTES);
        if (to > from) {
            believedClean.clear(from / SECTOR_BYTES, (to - 1) / SECTOR_BYTES + 1);
        }
    }

    void truncate(long to) {
        int kept = (int) Math.min(length, to);
        touch(kept, kept);
        length = kept;
    }

    int read(ByteBuffer into, long offset) {
        int count = (int) Math.min(into.remaining(), Math.max(0, length - offset));
        if (count > 0) {
            into.put(bytes, (int) offset, count);
        }
        return count;
    }

    void flip(long bit) {
        int at = (int) (bit / 8);
        bytes[at] ^= (byte) (1 << (bit % 8));
        if (at < mediumLength) {
            medium[at] ^= (byte) (1 << (bit % 8));
        }
    }

    void force() {
        force(length);
    }

    /** Only the first {@code upTo} bytes get to the medium. */
    void force(int upTo) {
        if (upTo < dirtyFrom) {
            return;
        }
        if (medium.length < upTo) {
            medium = Arrays.copyOf(medium, Math.max(upTo, 2 * medium.length));
        }
        if (mediumLength < upTo) {
            Arrays.fill(medium, mediumLength, upTo, (byte) 0);
        }
        for (int sector = dirtyFrom / SECTOR_BYTES; sector * SECTOR_BYTES < upTo; sector++) {
            if (!believedClean.get(sector)) {
                copySector(bytes, sector, medium, upTo);
            }
        }
        mediumLength = upTo;
        dirtyFrom = upTo / SECTOR_BYTES * SECTOR_BYTES;
        if (upTo == length) {
            dirtyFrom = length;
        }
    }

    /** The medium refused: some sectors did not get there, and from now on all count as clean. */
    void failForce(Random random) {
        for (int sector = dirtyFrom / SECTOR_BYTES; sector * SECTOR_BYTES < length; sector++) {
            if (random.nextBoolean()) {
                believedClean.set(sector);
            } else {
                believedClean.clear(sector);
            }
        }
    }

    /** The power went and came back: each sector that differs is the old or the new one, or what {@code scrap} left there. */
    void cut(Random random, byte @Nullable [] scrap) {
        if (dirtyFrom >= length && mediumLength == length && believedClean.isEmpty()) {
            return;
        }
        int shortest = Math.min(mediumLength, length);
        int longest = Math.max(mediumLength, length);
        int after = shortest + random.nextInt(longest - shortest + 1);
        byte[] found = Arrays.copyOf(medium, after);
        Arrays.fill(found, Math.min(mediumLength, after), after, (byte) 0);
        for (int sector = 0; sector * SECTOR_BYTES < after; sector++) {
            boolean differs = (sector + 1) * SECTOR_BYTES > dirtyFrom || believedClean.get(sector);
            if (differs && random.nextBoolean()) {
                copySector(bytes, sector, found, Math.min(after, length));
            } else if (differs && scrap != null && sector * SECTOR_BYTES >= mediumLength) {
                copySector(scrap, sector, found, Math.min(after, scrap.length));
            }
        }
        settle(found);
    }

    private void settle(byte[] found) {
        bytes = found;
        length = found.length;
        medium = found.clone();
        mediumLength = found.length;
        dirtyFrom = found.length;
        believedClean.clear();
    }

    byte[] content() {
        return Arrays.copyOf(bytes, length);
    }

    private static void copySector(byte[] from, int sector, byte[] to, int end) {
        int start = sector * SECTOR_BYTES;
        int count = Math.min(SECTOR_BYTES, end - start);
        if (count > 0) {
            System.arraycopy(from, start, to, start, count);
        }
    }
}
