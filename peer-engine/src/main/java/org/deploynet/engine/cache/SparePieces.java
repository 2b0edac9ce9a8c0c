package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.deploynet.protocol.content.Pieces;

/**
 * Buffers of whole pieces that were read and are not needed any more. Without them each piece that is served is a quarter of a
 * megabyte of new heap, which outlives the young generation while it waits for the line: under 64 links the heap grew to a
 * quarter of the machine's memory. Safe from any thread.
 */
final class SparePieces {
    /** What is served at once above it is allocated, and collected after. */
    static final int MOST = 64;

    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();

    /** An empty buffer with room for {@code length} bytes. */
    ByteBuffer take(int length) {
        // The small ones are cheap, and would hold a large one for as long as their visitor is slow.
        if (length < Pieces.PIECE_BYTES) {
            return ByteBuffer.allocate(length);
        }
        ByteBuffer found;
        synchronized (buffers) {
            found = buffers.pollLast();
        }
        return found == null ? ByteBuffer.allocate(length) : found.clear();
    }

    /** {@code buffer} must not be looked at after this. */
    void put(ByteBuffer buffer) {
        if (buffer.capacity() == Pieces.PIECE_BYTES) {
            synchronized (buffers) {
                if (buffers.size() < MOST) {
                    buffers.addLast(buffer);
                }
            }
        }
    }
}
