package org.deploynet.engine.fill;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.fill.OriginException.Kind;

/**
 * Hands pieces to the cache while the next ones arrive: a put returns only when its group is forced, and waiting for that
 * after each piece would make the disk's latency the speed of the line. One thread puts; close waits for what is under way.
 */
final class PieceWriter implements AutoCloseable {
    private static final int UNDER_WAY = 8;

    private final URI address;
    private final Ingest ingest;
    private final Semaphore places = new Semaphore(UNDER_WAY);
    private final AtomicReference<Optional<OriginException>> failure = new AtomicReference<>(Optional.empty());

    /** @param address where the pieces come from, for what is said of a wrong one */
    PieceWriter(URI address, Ingest ingest) {
        this.address = address;
        this.ingest = ingest;
    }

    /** May return before the piece is durable. @throws OriginException if an earlier one could not be kept */
    void put(int piece, byte[] bytes) throws OriginException, InterruptedException {
        places.acquire();
        Optional<OriginException> failed = failure.get();
        if (failed.isPresent()) {
            places.release();
            throw failed.get();
        }
        Thread.ofVirtual().name("piece-writer").start(() -> keep(piece, bytes));
    }

    private void keep(int piece, byte[] bytes) {
        try {
            if (!ingest.put(piece, ByteBuffer.wrap(bytes))) {
                fail(new OriginException(
                        Kind.WRONG_BYTES, address + ": piece " + piece + " is not what the manifest names"));
            }
        } catch (UncheckedIOException e) {
            fail(new OriginException(Kind.DISK, "the cache cannot take more now: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            fail(new OriginException(Kind.DISK, "the cache failed: " + e, e));
        } finally {
            places.release();
        }
    }

    private void fail(OriginException e) {
        failure.compareAndSet(Optional.empty(), Optional.of(e));
    }

    /** Returns when all pieces are durable. */
    void await() throws OriginException, InterruptedException {
        places.acquire(UNDER_WAY);
        places.release(UNDER_WAY);
        Optional<OriginException> failed = failure.get();
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    @Override
    public void close() {
        places.acquireUninterruptibly(UNDER_WAY);
        places.release(UNDER_WAY);
    }
}
