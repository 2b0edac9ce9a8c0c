package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/** An ingest of the real store. Safe from any thread. */
final class PendingIngest implements Ingest {
    private final KeyId site;
    private final PieceLayer layer;
    private final CacheIndex index;
    private final Purges purges;
    private final Committer committer;
    private final Reservation reservation;
    private final Runnable ended;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** @param ended done once, when it is closed */
    PendingIngest(
            KeyId site,
            PieceLayer layer,
            CacheIndex index,
            Purges purges,
            Committer committer,
            Reservation reservation,
            Runnable ended) {
        this.site = site;
        this.layer = layer;
        this.index = index;
        this.purges = purges;
        this.committer = committer;
        this.reservation = reservation;
        this.ended = ended;
    }

    @Override
    public BitSet missing() {
        var missing = new BitSet();
        missing.set(0, Pieces.count(layer.objectBytes()));
        missing.andNot(index.pieces(layer.id()));
        return missing;
    }

    @Override
    public boolean put(int piece, ByteBuffer bytes) {
        return layer.matches(piece, bytes)
                && !purges.names(site, layer.id())
                && committer.store(
                        new Put(site, layer, piece, bytes.duplicate(), reservation, new CompletableFuture<>()));
    }

    @Override
    public void close() {
        reservation.release();
        if (open.compareAndSet(true, false)) {
            ended.run();
        }
    }
}
