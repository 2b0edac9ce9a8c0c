package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;

/** Where verified pieces come from. Safe from any thread; both methods may block on the disk. */
public interface PieceSource {
    /** The layer of {@code id}, which also says its size; empty unless the object is kept here. */
    Optional<PieceLayer> layer(ObjectId id);

    /**
     * The bytes of one piece, hashed again just now, in a buffer the caller owns; empty when it is not kept here or what the
     * disk gave did not verify.
     */
    Optional<ByteBuffer> piece(ObjectId id, int piece);

    /** The caller has finished with a buffer that {@link #piece} gave it: another piece may be read into it. */
    default void finished(ByteBuffer piece) {}
}
