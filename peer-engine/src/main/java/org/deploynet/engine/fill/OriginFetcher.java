package org.deploynet.engine.fill;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.fill.FetchQueue.Rank;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.engine.limits.DownloadBudget;
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
 * Fetches what a signed manifest names from its origin: a few at once, each object once, within the owner's rules, nothing
 * kept that does not verify. Safe from any thread; every call blocks.
 */
public final class OriginFetcher implements AutoCloseable {
    private static final int MAX_SIGNATURE_BYTES = 64 * 1024;

    private final OriginClient client;
    private final Clock clock;
    private final FillGate gate;
    private final FetchQueue queue = new FetchQueue(OriginClient.PARALLEL);
    private final Flights flights;
    private final LongAdder wrongBytes = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final RateMeter rate;
    private final Runnable begun;

    /**
     * The owner's line and rules.
     *
     * @param begun told when something is about to be fetched; must be quick
     */
    public record Line(DownloadBudget budget, FillGate gate, Ticker ticker, Runnable begun) {
        /** No limit, at any hour. */
        static Line free() {
            var budget = new DownloadBudget(DownloadBudget.UNLIMITED, Ticker.system());
            return new Line(budget, new FillGate(budget, Clock.systemUTC()), Ticker.system(), () -> {});
        }
    }

    /** @param clock the server's time, by which manifests are issued and expire */
    public OriginFetcher(OriginAddresses addresses, OriginPace pace, Clock clock, Line line) {
        this.client = new OriginClient(addresses, pace, line.budget(), this::received);
        this.clock = clock;
        this.gate = line.gate();
        this.flights = new Flights(line.ticker());
        this.rate = new RateMeter(line.ticker());
        this.begun = line.begun();
    }

    private void received(int bytes) {
        receivedBytes.add(bytes);
        rate.add(bytes);
    }

    /** The manifest the origin has now: signed by {@code site}, for this origin, in its time. */
    public SignedManifest manifest(KeyId site, String origin) throws OriginException, InterruptedException {
        try (var _ = enter(Rank.manifest(origin), gate::manifests)) {
            byte[] bytes = small(address(origin, Manifest.PATH), Manifest.MAX_BYTES);
            byte[] signature = small(address(origin, Manifest.SIGNATURE_PATH), MAX_SIGNATURE_BYTES);
            return verified(bytes, new String(signature, StandardCharsets.UTF_8), site, origin);
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

    /** What is at {@code address}, by the rules for origins, at most {@code atMost} bytes; more is {@link Kind#WRONG_BYTES}. */
    public byte[] document(URI address, int atMost) throws OriginException, InterruptedException {
        try (var _ = enter(Rank.manifest(address.getScheme() + "://" + address.getRawAuthority()), gate::manifests);
                OriginBody body = client.get(address)) {
            return body.readAll(atMost);
        }
    }

    /** The sole right to fetch an object and its layer: whoever asks for one that is under way waits here. */
    Flights.Turn await(ObjectId id) throws InterruptedException {
        return flights.await(id);
    }

    /** The piece layer that {@code publish} wrote beside the manifest. */
    PieceLayer layer(Rank rank, ObjectId id, long objectBytes) throws OriginException, InterruptedException {
        if (!Pieces.needsLayer(objectBytes)) {
            return PieceLayer.ofSinglePiece(id, objectBytes);
        }
        try (var _ = enter(rank, gate::files)) {
            URI address = address(rank.origin(), Manifest.layerPath(id));
            byte[] hashes = small(address, Pieces.layerBytes(objectBytes));
            return PieceLayer.verify(id, objectBytes, hashes).orElseThrow(() -> wrong(address));
        }
    }

    /**
     * Fetches the pieces that {@code ingest} misses. When it returns true, they are all durable; false when it was to end before.
     *
     * @param ends asked before each piece: another's turn, or nobody wants it any more
     */
    boolean fill(Rank rank, String path, PieceLayer layer, Ingest ingest, BooleanSupplier ends)
            throws OriginException, InterruptedException {
        try (var _ = enter(rank, gate::files)) {
            boolean whole = new ObjectFill(
                            client,
                            address(rank.origin(), path),
                            layer,
                            ingest,
                            wrongBytes,
                            () -> gate.letsFilesCome() && !ends.getAsBoolean())
                    .run();
            if (!whole) {
                check(gate.files());
            }
            return whole;
        }
    }

    private FetchQueue.Place enter(Rank rank, Supplier<Optional<FillGate.Held>> rule)
            throws OriginException, InterruptedException {
        FetchQueue.Place place = queue.enter(rank);
        boolean allowed = false;
        try {
            check(rule.get());
            allowed = true;
        } finally {
            if (!allowed) {
                place.close();
            }
        }
        begun.run();
        return place;
    }

    private static void check(Optional<FillGate.Held> held) throws OriginException {
        if (held.isPresent()) {
            throw new OriginException(
                    Kind.HELD, "nothing may be fetched now: " + held.get().why());
        }
    }

    /** The owner's rules. */
    public FillGate gate() {
        return gate;
    }

    /** How many wait for a place. */
    int waiting() {
        return queue.waiting();
    }

    /** Whether anything is being fetched. */
    public boolean isBusy() {
        return queue.isBusy();
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
