package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** Room set aside for the pieces of one object that are still missing. Safe from any thread; close it to give back the rest. */
public interface Ingest extends AutoCloseable {
    /** The pieces that are not kept here yet; a copy. */
    BitSet missing();

    /**
     * Keeps a piece. Returns true once it is on the medium and indexed, so that it may be announced; false when the bytes are
     * not those of the piece. The buffer's position is left alone. Many virtual threads may call at once; they share forces.
     *
     * @throws java.io.UncheckedIOException the disk cannot take it now (full, failing); nothing was announced
     */
    boolean put(int piece, ByteBuffer bytes);

    @Override
    void close();
}
