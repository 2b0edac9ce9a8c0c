package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.deploynet.engine.cache.MoveProgress.Why;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/**
 * Copies one segment under another name, forces it, reads it again, and only then gives it its name: a segment that has its
 * name is whole and durable. Sectors that the old disk does not give become zeros, whose pieces are then found rotten like
 * any. For one thread; the segment is held by the caller.
 */
final class SegmentCopier {
    private static final int CHUNK_BYTES = 1024 * 1024;
    private static final int BLOCK_BYTES = 4096;
    private static final int MOST_UNREADABLE_BLOCKS = 64;
    private static final long FORCE_AFTER_BYTES = 32L * CHUNK_BYTES;

    private final Disk disk;
    private final Path into;
    private final BooleanSupplier goesOn;
    private final LongConsumer copied;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private int unreadableBlocks;

    /** @param copied is told the bytes of each step; negative when they have to be copied again */
    SegmentCopier(Disk disk, Path into, BooleanSupplier goesOn, LongConsumer copied) {
        this.disk = disk;
        this.into = into;
        this.goesOn = goesOn;
        this.copied = copied;
    }

    /** Durable when it returns true; false when it was told to stop. */
    boolean copy(SegmentFile segment) throws IOException {
        String name = segment.path().getFileName().toString();
        Path part = into.resolve(name + CacheFiles.COPYING);
        disk.unlink(part);
        unreadableBlocks = 0;
        try (DiskFile out = disk.open(part)) {
            if (!copy(segment, out, segment.bytes())) {
                return false;
            }
        }
        disk.rename(part, into.resolve(name));
        disk.forceFolder(into);
        return true;
    }

    private boolean copy(SegmentFile segment, DiskFile out, long bytes) throws IOException {
        var written = new CRC32C();
        for (long at = 0; at < bytes; at += CHUNK_BYTES) {
            if (!goesOn.getAsBoolean()) {
                return false;
            }
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, bytes - at));
            fill(segment, at);
            written.update(chunk.duplicate());
            long step = chunk.remaining();
            out.append(chunk);
            copied.accept(step);
            if ((at + step) % FORCE_AFTER_BYTES == 0) {
                out.force();
            }
        }
        out.force();
        verify(out, bytes, written.getValue());
        return true;
    }

    private void verify(DiskFile out, long bytes, long expected) throws IOException {
        var read = new CRC32C();
        for (long at = 0; at < bytes; at += CHUNK_BYTES) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, bytes - at));
            out.readAt(chunk, at);
            read.update(chunk.flip());
        }
        if (out.size() != bytes || read.getValue() != expected) {
            throw new MoveException(Why.NOT_WRITABLE, "the target does not give back what was written");
        }
    }

    /** After this the chunk has the segment's bytes at {@code at}, ready to be taken. */
    private void fill(SegmentFile segment, long at) throws IOException {
        int length = chunk.limit();
        try {
            readInto(chunk, segment, at);
        } catch (IOException e) {
            for (int block = 0; block < length; block += BLOCK_BYTES) {
                ByteBuffer some = chunk.slice(block, Math.min(BLOCK_BYTES, length - block));
                fillBlock(some, segment, at + block);
            }
        }
        chunk.position(0).limit(length);
    }

    private void fillBlock(ByteBuffer block, SegmentFile segment, long at) throws IOException {
        try {
            readInto(block, segment, at);
        } catch (IOException e) {
            if (++unreadableBlocks > MOST_UNREADABLE_BLOCKS) {
                throw new MoveException(Why.SOURCE_UNREADABLE, segment.path().toString(), e);
            }
            block.clear().put(new byte[block.limit()]);
        }
    }

    private static void readInto(ByteBuffer into, SegmentFile segment, long at) throws IOException {
        int length = into.remaining();
        if (segment.read(into, at) != length) {
            throw new IOException(segment.path() + " ends before " + (at + length));
        }
    }
}
