package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.deploynet.engine.cache.CacheIndex.Place;
import org.deploynet.engine.cache.policy.Heat;
import org.deploynet.engine.cache.policy.PolicyKind;
import org.deploynet.engine.storage.Database;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/**
 * The pieces this super-peer keeps on disk: durable before announced, hashed again on every read, never above its quota.
 * Safe from any thread; everything may block on the disk.
 */
public final class PieceStore implements PieceSource, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PieceStore.class.getName());
    private static final String SEQUENCE = "sequence/";

    /** Where and how much. Both folders are made if they are not there. Sizes in bytes. */
    public record Options(
            Path folder,
            Path stateFolder,
            long quotaBytes,
            long floorBytes,
            long segmentBytes,
            boolean newCache,
            PolicyKind policy) {
        private static final long LEAST_SEGMENT_BYTES = 4096;
        private static final long LEAST_USUAL_SEGMENT_BYTES = 16L * 1024 * 1024;
        private static final long MOST_USUAL_SEGMENT_BYTES = 256L * 1024 * 1024;
        /** What goes at once is a segment: it is to be little of a small cache, too. */
        private static final int SEGMENTS_OF_A_CACHE = 64;

        public Options {
            Check.range("quotaBytes", quotaBytes, 0, Long.MAX_VALUE / 4);
            Check.range("floorBytes", floorBytes, 0, Long.MAX_VALUE / 4);
            Check.range("segmentBytes", segmentBytes, LEAST_SEGMENT_BYTES, 1L << 40);
        }

        /** Of a cache that goes on, with the policy that suits most. */
        public Options(Path folder, Path stateFolder, long quotaBytes, long floorBytes, long segmentBytes) {
            this(folder, stateFolder, quotaBytes, floorBytes, segmentBytes, false, PolicyKind.W_TINY_LFU);
        }

        /** An empty folder, or another cache, may take the place of the cache that was used before. */
        public Options withNewCache(boolean may) {
            return new Options(folder, stateFolder, quotaBytes, floorBytes, segmentBytes, may, policy);
        }

        public Options withPolicy(PolicyKind kind) {
            return new Options(folder, stateFolder, quotaBytes, floorBytes, segmentBytes, newCache, kind);
        }

        /** With the segment size that suits the quota: a 64th of it, 16 MiB at least and 256 MiB at most. */
        public static Options of(Path folder, Path stateFolder, long quotaBytes, long floorBytes) {
            long segmentBytes =
                    Math.clamp(quotaBytes / SEGMENTS_OF_A_CACHE, LEAST_USUAL_SEGMENT_BYTES, MOST_USUAL_SEGMENT_BYTES);
            return new Options(folder, stateFolder, quotaBytes, floorBytes, segmentBytes);
        }
    }

    private final StateStore state;
    private final Purges purges;
    private final SiteRules rules;
    private final Shelf shelf;
    private final DropRotten dropRotten = new DropRotten();
    private final PieceReader reader;
    private final Evictor evictor;
    private final SegmentWriter writer;
    private final Releaser releaser;
    private final Committer committer;
    private final Scrubber scrubber;
    private final Relocation relocation;
    private volatile Optional<CacheMove> move = Optional.empty();
    private final Upkeep upkeep;

    private PieceStore(Options options, Disk disk, Clock clock, CacheFolder home, StateStore state, CacheIndex index)
            throws IOException {
        this.state = state;
        this.purges = new Purges(state);
        this.rules = new SiteRules(state);
        this.shelf = new Shelf(
                disk,
                home.location(),
                home,
                options.segmentBytes(),
                index,
                new Segments(),
                new Room(disk, home.location(), options),
                new Counters(),
                clock,
                new Heat(options.policy(), options.quotaBytes(), Heat.MOST_PIECES));
        this.reader = new PieceReader(shelf, dropRotten);
        this.evictor = new Evictor(shelf);
        this.writer = new SegmentWriter(shelf, evictor);
        var mover = new PieceMover(shelf, writer, reader);
        this.releaser = new Releaser(shelf, evictor, writer, mover);
        this.committer = new Committer(writer);
        shelf.room().measure();
        this.upkeep = new Upkeep(shelf, purges, reader, evictor, writer, releaser, committer);
        this.relocation = new Relocation(shelf, writer, committer, upkeep::await);
        this.scrubber = scrubber(Scrubber.Pace.USUAL, Naps.real());
        evictor.rescueBy(new Rescuer(shelf, mover, rules));
    }

    /**
     * Opens the cache, or begins one. What the index lacks is brought while the cache serves already; {@link #stats} says
     * how far that is. How long this takes does not depend on what is stored. A cache that was moved away from the folder of
     * the options is opened where it lives.
     *
     * @throws CacheFolderException the folder is not the one that was used before
     */
    public static PieceStore open(Options options, Disk disk, Clock clock) throws IOException {
        CacheLocation location = CacheLocation.load(disk, options.stateFolder(), options.folder());
        StateStore state = openState(options.stateFolder());
        try {
            return open(options, disk, clock, CacheFolder.open(disk, location, state, options.newCache()), state);
        } catch (IOException | RuntimeException | Error e) {
            state.close();
            throw e;
        }
    }

    private static StateStore openState(Path folder) throws StateNotUsableException {
        try {
            return StateStore.open(folder);
        } catch (IOException | DatabaseException e) {
            throw new StateNotUsableException(e);
        }
    }

    private static PieceStore open(Options options, Disk disk, Clock clock, CacheFolder home, StateStore state)
            throws IOException {
        try {
            return openIndexed(options, disk, clock, home, state);
        } catch (DatabaseException e) {
            if (!e.isDamaged()) {
                throw new IOException("cannot open " + home.location().index(), e);
            }
            LOG.log(Level.WARNING, "the cache's index is damaged, building it again from the segments", e);
            Database.moveAside(home.location().index());
            return openIndexed(options, disk, clock, home, state);
        }
    }

    private static PieceStore openIndexed(Options options, Disk disk, Clock clock, CacheFolder home, StateStore state)
            throws IOException {
        CacheIndex index = CacheIndex.open(home.location().index());
        try {
            var store = new PieceStore(options, disk, clock, home, state, index);
            store.upkeep.start();
            store.move = CacheMove.resume(store.relocation, home.location());
            return store;
        } catch (IOException | RuntimeException | Error e) {
            index.close();
            throw e;
        }
    }

    @Override
    public Optional<PieceLayer> layer(ObjectId id) {
        return unlessDamaged(() -> shelf.index().objectBytes(id).flatMap(bytes -> reader.layer(id, bytes)));
    }

    @Override
    public Optional<ByteBuffer> piece(ObjectId id, int piece) {
        return unlessDamaged(() -> reader.piece(id, piece));
    }

    @Override
    public void finished(ByteBuffer piece) {
        reader.finished(piece);
    }

    /** Sets room aside for what is missing of an object; empty when there is none, or when the object was purged. */
    public Optional<Ingest> begin(KeyId site, PieceLayer layer) {
        return begin(site, layer, bytes -> shelf.room().reserve(bytes) || committer.call(() -> evictor.reserve(bytes)));
    }

    /** As {@link #begin}, but nothing is evicted for it: empty when there is no free room. */
    public Optional<Ingest> beginInFreeRoom(KeyId site, PieceLayer layer) {
        return begin(site, layer, bytes -> shelf.room().reserve(bytes));
    }

    private Optional<Ingest> begin(KeyId site, PieceLayer layer, LongPredicate reserving) {
        return isPurged(site, layer.id()) || committer.isGone()
                ? Optional.empty()
                : unlessDamaged(() -> reserve(site, layer, reserving));
    }

    /** Counts from now on, until the cache is closed; what is too much goes before this returns, if nobody reads it. */
    public void setBounds(long quotaBytes, long floorBytes) {
        shelf.room().setBounds(quotaBytes, floorBytes);
        committer.call(() -> {
            shelf.room().measure();
            return evictor.makeRoom(0) || sealAndMakeRoom();
        });
    }

    // The open segment is evicted like any other once it is sealed.
    private boolean sealAndMakeRoom() {
        try {
            writer.seal();
            return evictor.makeRoom(0);
        } catch (IOException e) {
            throw new UncheckedIOException("sealing a segment", e);
        }
    }

    private Optional<Ingest> reserve(KeyId site, PieceLayer layer, LongPredicate reserving) {
        BitSet kept = shelf.index().pieces(layer.id());
        if (!kept.isEmpty() && !shelf.index().isHeldBy(site, layer.id())) {
            committer.store(Put.claim(site, layer, new Reservation(shelf.room(), 0)));
        }
        long bytes = Room.needed(layer, kept);
        if (!isWithinShare(site, bytes) || !reserving.test(bytes)) {
            return Optional.empty();
        }
        rules.begin(site, bytes);
        return Optional.of(new PendingIngest(
                site,
                layer,
                shelf.index(),
                purges,
                committer,
                new Reservation(shelf.room(), bytes),
                () -> rules.end(site, bytes)));
    }

    // A site that has its share makes room for itself from what is cold of its own, or gets none.
    private boolean isWithinShare(KeyId site, long bytes) {
        long most = rules.mostBytes(site, shelf.room().quotaBytes());
        if (most == Long.MAX_VALUE || bytes == 0) {
            return true;
        }
        long excess = keptBytes(site) + rules.underWay(site) + bytes - most;
        return excess <= 0 || (bytes <= most && committer.call(() -> releaser.giveUpCold(site, excess)));
    }

    /** Whether every piece of the object is kept here. */
    public boolean has(ObjectId id) {
        return unlessDamaged(() -> Optional.of(shelf.index().isWhole(id))).orElse(false);
    }

    /** Payload bytes kept for {@code site}; what two sites share counts for both. */
    public long keptBytes(KeyId site) {
        return shelf.index().keptBytes(site);
    }

    /** Deletes what the order names and refuses it from then on; durable when it returns. */
    public void purge(PurgeOrder order) {
        purges.add(order);
        committer.call(() -> {
            releaser.purge(order.site(), order.objects());
            return order;
        });
        purges.finished(order);
    }

    public boolean isPurged(KeyId site, ObjectId id) {
        return purges.names(site, id);
    }

    /** Which pieces are kept when not all can be, from now on. */
    public void policy(PolicyKind kind) {
        shelf.heat().policy(kind);
    }

    public PolicyKind policy() {
        return shelf.heat().policy();
    }

    /** What is kept for a pinned site is never evicted; an order to delete still counts. Durable when it returns. */
    public void pin(KeyId site, boolean on) {
        rules.pin(site, on);
    }

    public Set<KeyId> pinned() {
        return rules.pinned();
    }

    /** Most that may be kept for the site, percent of the quota (1 to 100); empty lifts it. Durable when it returns. */
    public void capShare(KeyId site, OptionalInt percent) {
        rules.capShare(site, percent);
    }

    /** The sites that have a share, with its percent. */
    public Map<KeyId, Integer> shares() {
        return rules.shares();
    }

    /** Deletes at once what is kept for {@code site} and no other; returns how many bytes of payload. It may be kept again. */
    public long remove(KeyId site) {
        return committer.call(() -> {
            long bytes = ownBytes(site);
            releaser.purge(site, List.of());
            return bytes;
        });
    }

    /** As {@link #remove(KeyId)}, but only these objects. */
    public void remove(KeyId site, List<ObjectId> objects) {
        committer.call(() -> {
            releaser.purge(site, objects);
            return site;
        });
    }

    /** Payload bytes kept for {@code site} and no other: what {@link #remove} would delete. */
    public long ownBytes(KeyId site) {
        return shelf.index().ownedAlone(site).stream()
                .mapToLong(CacheIndex.Owned::keptBytes)
                .sum();
    }

    /** Gives up everything kept for {@code site} alone. */
    public void release(KeyId site) {
        retain(site, Set.of());
    }

    /** Gives up what is kept for {@code site} and not in {@code objects}. */
    public void retain(KeyId site, Set<ObjectId> objects) {
        committer.call(() -> {
            releaser.retain(site, objects);
            return site;
        });
    }

    /** When what no manifest names of its sites goes. {@code clock} is the network's. */
    public Releases releases(InstantSource clock) {
        return new Releases(state, clock);
    }

    /** The highest manifest sequence seen of {@code site}, 0 before the first. */
    public long highestSequence(KeyId site) {
        return state.counter(SEQUENCE + site.hex());
    }

    /** Durable when it returns; a lower sequence changes nothing. */
    public void raiseSequence(KeyId site, long sequence) {
        state.raise(SEQUENCE + site.hex(), sequence);
    }

    /** Checks what is kept; it waits to be started. Closed with this store. */
    public Scrubber scrubber() {
        return scrubber;
    }

    /**
     * Moves the cache to another folder, which must be empty, or have a copy of this cache that was not finished. It serves on
     * and goes on keeping pieces. Returns at once; the handle tells how it goes. Only one move at a time.
     */
    public synchronized CacheMove move(Path to) {
        if (isMoving()) {
            return CacheMove.refused(relocation, shelf.location(), to);
        }
        CacheMove begun = CacheMove.begin(relocation, shelf.location(), to);
        move = Optional.of(begun);
        return begun;
    }

    private boolean isMoving() {
        return move.filter(now -> !now.progress().state().isOver()).isPresent();
    }

    /** The move that is under way or was the last one since the start. */
    public Optional<CacheMove> currentMove() {
        return move;
    }

    /** The folder in which the cache lives now. */
    public Path folder() {
        return shelf.location().folder();
    }

    /** The durable counters beside the cache; open as long as this store is. */
    public StateStore state() {
        return state;
    }

    public CacheStats stats() {
        Counters counters = shelf.counters();
        return new CacheStats(
                shelf.room().quotaBytes(),
                shelf.room().usedBytes(),
                shelf.room().freeBytes(),
                shelf.index().pieceCount(),
                shelf.segments().count(),
                counters.hits.sum(),
                counters.misses.sum(),
                counters.hitBytes.sum(),
                counters.storedBytes.sum(),
                counters.evictedBytes.sum(),
                counters.rescuedBytes.sum(),
                counters.rottenPieces.sum(),
                counters.poisonedSegments.sum(),
                servesOnly(),
                shelf.room().floorBytes(),
                upkeep.rebuilding());
    }

    private Optional<WhyNotGrowing> servesOnly() {
        return committer
                .whyNot()
                .or(() -> Optional.of(WhyNotGrowing.FULL)
                        .filter(full -> shelf.room().isBelowFloor()));
    }

    /** Returns true once the index has all that the segments have, false when that takes longer. */
    public boolean awaitRebuilt(Duration atMost) throws InterruptedException {
        return upkeep.await(atMost.toMillis());
    }

    @Override
    public void close() {
        scrubber.close();
        move.ifPresent(CacheMove::halt);
        upkeep.close();
        shelf.index().close();
        state.close();
    }

    /** While the index cannot be read nothing is kept here, as far as readers are told. */
    private static <T> Optional<T> unlessDamaged(Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the index cannot be read now", e);
            return Optional.empty();
        }
    }

    /** For tests: the segments that can be read now. */
    Collection<SegmentFile> segments() {
        return shelf.segments().all();
    }

    Scrubber scrubber(Scrubber.Pace pace, Naps naps) {
        var log = new ScrubLog(state);
        var walk = new ScrubWalk(shelf, reader, dropRotten, log.round());
        return new Scrubber(shelf, walk, log, pace, naps, this::scrubPause);
    }

    private Optional<ScrubPause> scrubPause() {
        return committer
                .whyNot()
                .map(any -> ScrubPause.SERVES_ONLY)
                .or(() -> Optional.of(ScrubPause.MOVING).filter(any -> isMoving()));
    }

    /** Reads continue while the committer forgets what rotted, so that it is fetched again. */
    private final class DropRotten implements PieceReader.Rot {
        @Override
        public void piece(ObjectId id, int piece, Place place) {
            shelf.counters().rottenPieces.increment();
            committer.offer(() -> drop(change -> change.dropPiece(id, piece, place)));
        }

        @Override
        public void layer(ObjectId id, long segment) {
            shelf.counters().rottenPieces.increment();
            committer.offer(() -> drop(change -> change.dropFromSegment(id, segment)));
        }

        private void drop(Function<IndexChange, Integer> change) {
            shelf.index().write(change);
            writer.forgetIntroductions();
        }
    }
}
