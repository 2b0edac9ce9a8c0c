package org.deploynet.engine.fill;

import java.net.URI;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/**
 * The fetch of one object's missing pieces, taken up again where a connection broke. It ends at the next piece when it should
 * not go on; pieces that are kept are never fetched again. One thread.
 */
final class ObjectFill {
    private static final int MAX_TRIES_WITHOUT_PROGRESS = 3;

    private final OriginClient client;
    private final URI address;
    private final PieceLayer layer;
    private final Ingest ingest;
    private final LongAdder wrongBytes;
    private final BooleanSupplier goesOn;

    /** @param goesOn asked before each piece */
    ObjectFill(
            OriginClient client,
            URI address,
            PieceLayer layer,
            Ingest ingest,
            LongAdder wrongBytes,
            BooleanSupplier goesOn) {
        this.client = client;
        this.address = address;
        this.layer = layer;
        this.ingest = ingest;
        this.wrongBytes = wrongBytes;
        this.goesOn = goesOn;
    }

    /** Whether nothing is missing any more; otherwise it was not to go on. */
    boolean run() throws OriginException, InterruptedException {
        int triesLeft = MAX_TRIES_WITHOUT_PROGRESS;
        BitSet missing = ingest.missing();
        while (!missing.isEmpty() && goesOn.getAsBoolean()) {
            int before = missing.cardinality();
            try {
                fetchRun(missing);
            } catch (OriginException e) {
                boolean progress = ingest.missing().cardinality() < before;
                triesLeft = progress ? MAX_TRIES_WITHOUT_PROGRESS : triesLeft - 1;
                if (!e.isWorthResuming() || triesLeft == 0) {
                    throw e;
                }
            }
            missing = ingest.missing();
        }
        return missing.isEmpty();
    }

    /** The first pieces that are missing side by side. */
    private void fetchRun(BitSet missing) throws OriginException, InterruptedException {
        int first = missing.nextSetBit(0);
        int end = missing.nextClearBit(first);
        try (OriginBody body = open(first, end);
                var writer = new PieceWriter(address, ingest)) {
            int piece = first;
            for (; piece < end && goesOn.getAsBoolean(); piece++) {
                writer.put(piece, body.read(Pieces.length(layer.objectBytes(), piece)));
            }
            boolean read = piece == end;
            if (read && (body.isPartial() || end == Pieces.count(layer.objectBytes()))) {
                body.expectEnd();
            }
            writer.await();
        } catch (OriginException e) {
            throw counted(e);
        }
    }

    private OriginBody open(int first, int end) throws OriginException, InterruptedException {
        long size = layer.objectBytes();
        long firstByte = Pieces.offset(first);
        long afterLast = Math.min(size, Pieces.offset(end));
        boolean whole = firstByte == 0 && afterLast == size;
        OriginBody body = whole ? client.get(address) : client.get(address, firstByte, afterLast - 1);
        boolean usable = false;
        try {
            position(body, firstByte, afterLast);
            usable = true;
            return body;
        } finally {
            if (!usable) {
                body.close();
            }
        }
    }

    // An origin may ignore Range; then what is already here is read once more and dropped.
    private void position(OriginBody body, long firstByte, long afterLast)
            throws OriginException, InterruptedException {
        boolean partial = body.isPartial();
        long expected = partial ? afterLast - firstByte : layer.objectBytes();
        boolean asAsked = !partial || body.start() == firstByte;
        if (!asAsked || body.length().orElse(expected) != expected) {
            throw new OriginException(Kind.WRONG_BYTES, address + " has another length than its manifest says");
        }
        body.skip(partial ? 0 : firstByte);
    }

    private OriginException counted(OriginException e) {
        if (e.kind() == Kind.WRONG_BYTES) {
            wrongBytes.increment();
        }
        return e;
    }
}
