package org.deploynet.engine.fill;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.engine.limits.RateMeter;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.net.OriginAddresses;

/**
 * Fetches what a signed manifest names from its origin: a few at once, each object once, nothing kept that does not verify.
 * Safe from any thread; every call blocks.
 */
public final class OriginFetcher implements AutoCloseable {
    private static final int MAX_SIGNATURE_BYTES = 64 * 1024;

    private final OriginClient client;
    private final Clock clock;
    private final Semaphore places = new Semaphore(OriginClient.PARALLEL, true);
    private final ConcurrentMap<ObjectId, CountDownLatch> underWay = new ConcurrentHashMap<>();
    private final LongAdder wrongBytes = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final RateMeter rate;
    private final Runnable begun;

    /** @param clock the server's time, by which manifests are issued and expire */
    public OriginFetcher(OriginAddresses addresses, OriginPace pace, Clock clock) {
        this(addresses, pace, clock, Ticker.system(), () -> {});
    }

    /** @param begun told when something is about to be fetched; must be quick */
    public OriginFetcher(OriginAddresses addresses, OriginPace pace, Clock clock, Ticker ticker, Runnable begun) {
        this.client = new OriginClient(addresses, pace, this::received);
        this.clock = clock;
        this.rate = new RateMeter(ticker);
        this.begun = begun;
    }

    private void received(int bytes) {
        receivedBytes.add(bytes);
        rate.add(bytes);
    }

    /** The manifest the origin has now: signed by {@code site}, for this origin, in its time. */
    public SignedManifest manifest(KeyId site, String origin) throws OriginException, InterruptedException {
        enter();
        try {
            byte[] bytes = small(address(origin, Manifest.PATH), Manifest.MAX_BYTES);
            byte[] signature = small(address(origin, Manifest.SIGNATURE_PATH), MAX_SIGNATURE_BYTES);
            return verified(bytes, new String(signature, StandardCharsets.UTF_8), site, origin);
        } finally {
            places.release();
        }
    }

    private SignedManifest verified(byte[] bytes, String signature, KeyId site, String origin) throws OriginException {
        try {
            SignedManifest signed = SignedManifest.verify(bytes, signature, site, clock);
            if (!signed.manifest().origin().equals(origin)) {
                throw new OriginException(
                        Kind.BAD_MANIFEST,
                        "the manifest at " + origin + " is for "
                                + signed.manifest().origin());
            }
            return signed;
        } catch (ProtocolException e) {
            throw new OriginException(Kind.BAD_MANIFEST, origin + ": " + e.getMessage(), e);
        }
    }

    /** The piece layer that {@code publish} wrote beside the manifest. */
    public PieceLayer layer(String origin, ObjectId id, long objectBytes) throws OriginException, InterruptedException {
        if (!Pieces.needsLayer(objectBytes)) {
            return PieceLayer.ofSinglePiece(id, objectBytes);
        }
        enter();
        try {
            URI address = address(origin, Manifest.layerPath(id));
            byte[] hashes = small(address, Pieces.layerBytes(objectBytes));
            return PieceLayer.verify(id, objectBytes, hashes).orElseThrow(() -> wrong(address));
        } finally {
            places.release();
        }
    }

    /**
     * Fetches the pieces that {@code ingest} misses. When it returns, they are all durable. While another call fetches the
     * same object, this one only waits for it.
     */
    public void fill(String origin, String path, PieceLayer layer, Ingest ingest)
            throws OriginException, InterruptedException {
        var mine = new CountDownLatch(1);
        for (CountDownLatch other = underWay.putIfAbsent(layer.id(), mine); other != null; ) {
            other.await();
            other = underWay.putIfAbsent(layer.id(), mine);
        }
        try {
            enter();
            try {
                new ObjectFill(client, address(origin, path), layer, ingest, wrongBytes).run();
            } finally {
                places.release();
            }
        } finally {
            underWay.remove(layer.id(), mine);
            mine.countDown();
        }
    }

    private void enter() throws InterruptedException {
        places.acquire();
        begun.run();
    }

    /** Whether anything is being fetched. */
    public boolean isBusy() {
        return places.availablePermits() < OriginClient.PARALLEL;
    }

    /** Bytes of answers since the start, kept or not. */
    public long receivedBytes() {
        return receivedBytes.sum();
    }

    public long bytesPerSecond() {
        return rate.bytesPerSecond();
    }

    /** Answers that were not what the manifest names, and that were not kept. */
    public long wrongAnswers() {
        return wrongBytes.sum();
    }

    private byte[] small(URI address, int atMost) throws OriginException, InterruptedException {
        try (OriginBody body = client.get(address)) {
            OptionalLong length = body.length();
            if (length.isPresent() && length.getAsLong() > atMost) {
                throw wrong(address);
            }
            return body.readAll(atMost);
        }
    }

    private OriginException wrong(URI address) {
        wrongBytes.increment();
        return new OriginException(Kind.WRONG_BYTES, address + " is not what the manifest names");
    }

    private static URI address(String origin, String path) throws OriginException {
        try {
            URI address = URI.create(origin + path);
            String scheme = String.valueOf(address.getScheme());
            if (address.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // Reported below.
        }
        throw new OriginException(Kind.BAD_MANIFEST, "an address of " + origin + " is malformed");
    }

    @Override
    public void close() {
        client.close();
    }
}
