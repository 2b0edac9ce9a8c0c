package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/**
 * The pieces this super-peer keeps on disk: durable before announced, hashed again on every read, never above its quota.
 * Safe from any thread; everything may block on the disk.
 */
@SuppressWarnings("DoNotCallSuggester") // Furnished by the next commit.
public final class PieceStore implements PieceSource, AutoCloseable {
    /** Where and how much. Both folders are made if they are not there. Sizes in bytes. */
    public record Options(Path folder, Path stateFolder, long quotaBytes, long floorBytes, long segmentBytes) {}

    private PieceStore() {}

    public static PieceStore open(Options options, Disk disk, Clock clock) throws IOException {
        throw new UnsupportedOperationException("lands next");
    }

    @Override
    public Optional<PieceLayer> layer(ObjectId id) {
        throw new UnsupportedOperationException("lands next");
    }

    @Override
    public Optional<ByteBuffer> piece(ObjectId id, int piece) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Sets room aside for what is missing of an object; empty when there is none, or when the object was purged. */
    public Optional<Ingest> begin(KeyId site, PieceLayer layer) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Whether every piece of the object is kept here. */
    public boolean has(ObjectId id) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Payload bytes kept for {@code site}; what two sites share counts for both. */
    public long keptBytes(KeyId site) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Deletes what the order names and refuses it from then on; durable when it returns. */
    public void purge(PurgeOrder order) {
        throw new UnsupportedOperationException("lands next");
    }

    public boolean isPurged(KeyId site, ObjectId id) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Gives up everything kept for {@code site} alone. */
    public void release(KeyId site) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Gives up what is kept for {@code site} and not in {@code objects}. */
    public void retain(KeyId site, Set<ObjectId> objects) {
        throw new UnsupportedOperationException("lands next");
    }

    /** The highest manifest sequence seen of {@code site}, 0 before the first. */
    public long highestSequence(KeyId site) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Durable when it returns; a lower sequence changes nothing. */
    public void raiseSequence(KeyId site, long sequence) {
        throw new UnsupportedOperationException("lands next");
    }

    /** The durable counters beside the cache; open as long as this store is. */
    public StateStore state() {
        throw new UnsupportedOperationException("lands next");
    }

    public CacheStats stats() {
        throw new UnsupportedOperationException("lands next");
    }

    @Override
    public void close() {}
}
