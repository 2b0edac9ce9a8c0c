package org.deploynet.engine.fill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Releases;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;

/**
 * Looks after one site: newest manifest, then what is missing of it, then again when there is news. One virtual thread does
 * the work; the rest is safe from any thread.
 */
final class SiteLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SiteLoop.class.getName());

    /** Evicted and rotten pieces are noticed, and a manifest whose news was lost, at the latest then. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private static final long OPENING_MILLIS = 60_000;
    /** More browsers than that in ten minutes ask for what is not here: some of it must do. */
    private static final int MAX_ASKED = 1_000;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int MAX_DOUBLINGS = 8;

    private final PieceStore store;
    private final OriginFetcher fetcher;
    private final KeptManifests manifests;
    private final Releases releases;
    private final Consent consent;
    private final InstantSource clock;
    private final SiteKeeper.Watcher watcher;
    private final BooleanSupplier overcommitted;
    private final Set<ObjectId> asked = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile Assignment assignment;
    private volatile boolean assigned = true;
    private volatile boolean closed;
    private volatile long announced;
    private volatile SiteContents contents = SiteContents.NONE;
    private volatile boolean whole;
    private volatile boolean emptied;
    private volatile Optional<String> problem = Optional.empty();
    private volatile Instant releaseAt;
    private int failures;
    private boolean claimed;
    private boolean keptIsCurrent;
    private Set<ObjectId> dropped = Set.of();

    private SiteLoop(
            Assignment assignment, SiteKeeper.Tools tools, SiteKeeper.Watcher watcher, BooleanSupplier overcommitted) {
        this.assignment = assignment;
        this.announced = assignment.sequence();
        this.store = tools.store();
        this.fetcher = tools.fetcher();
        this.manifests = tools.manifests();
        this.releases = tools.store().releases(tools.clock());
        this.consent = tools.consent();
        this.clock = tools.clock();
        this.watcher = watcher;
        this.overcommitted = overcommitted;
        this.releaseAt = releases.due(assignment.site());
    }

    static SiteLoop start(
            Assignment assignment, SiteKeeper.Tools tools, SiteKeeper.Watcher watcher, BooleanSupplier overcommitted) {
        var loop = new SiteLoop(assignment, tools, watcher, overcommitted);
        loop.thread =
                Optional.of(Thread.ofVirtual().name("site-" + assignment.site()).start(loop::run));
        return loop;
    }

    void assign(Assignment next) {
        boolean same = assigned && next.asksTheSameAs(assignment);
        assignment = next;
        assigned = true;
        announced = Math.max(announced, next.sequence());
        // How many others keep a bucket changes often, and is no reason to ask the origin for its manifest.
        if (!same) {
            wake();
        }
    }

    void unassign() {
        if (assigned) {
            releaseAt = releases.beginAgain(assignment.site());
        }
        assigned = false;
        wake();
    }

    void news(long sequence) {
        announced = Math.max(announced, sequence);
        wake();
    }

    void wake() {
        wake.release();
    }

    void missed(ObjectId object) {
        if (asked.size() < MAX_ASKED) {
            asked.add(object);
        }
    }

    /** What was kept of it is deleted: nothing of it may be taken to be here. */
    void emptied() {
        emptied = true;
        whole = false;
    }

    Assignment assignment() {
        return assignment;
    }

    long wantedBytes() {
        return contents.bytes();
    }

    boolean isAssigned() {
        return assigned;
    }

    boolean lists(ObjectId object) {
        return contents.contains(object);
    }

    KeptSite view() {
        SiteContents now = contents;
        Assignment to = assignment;
        return new KeptSite(
                to.site(),
                to.origin(),
                now.sequence(),
                now.listed().size(),
                store.keptBytes(to.site()),
                now.bytes(),
                to.price(),
                whole,
                problem);
    }

    private void run() {
        try {
            goOnWithKept();
            while (!closed) {
                wake.drainPermits();
                look();
                drop();
                release();
                wake.tryAcquire(untilNextLook().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "site {0} is no longer looked after", assignment.site());
        }
    }

    /** What an earlier start kept is served before the origin has said anything, and while it says nothing. */
    private void goOnWithKept() {
        try {
            Optional<SignedManifest> kept = manifests.load(assignment.site(), assignment.origin());
            if (kept.isPresent()) {
                adopt(kept.get().manifest());
                watcher.inventoryChanged();
            }
        } catch (OriginException | RuntimeException e) {
            LOG.log(System.Logger.Level.INFO, "site {0}: {1}", assignment.site(), e.getMessage());
        }
    }

    private void look() throws InterruptedException {
        if (!assigned || fetcher.gate().manifests().isPresent()) {
            return;
        }
        try {
            SignedManifest fetched = fetcher.manifest(assignment.site(), assignment.origin());
            if (adopt(fetched.manifest()) || !keptIsCurrent) {
                manifests.keep(fetched);
                keptIsCurrent = true;
            }
            fillAll();
            failures = 0;
            problem = Optional.empty();
        } catch (OriginException e) {
            if (e.kind() != Kind.HELD) {
                failed(String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException e) {
            // One site whose files upset us must not stop the others.
            LOG.log(System.Logger.Level.WARNING, "looking after site " + assignment.site() + " failed", e);
            failed("the cache failed");
        }
        watcher.inventoryChanged();
    }

    private void failed(String why) {
        failures++;
        if (!problem.equals(Optional.of(why))) {
            LOG.log(System.Logger.Level.INFO, "site {0}: {1}", assignment.site(), why);
            watcher.siteRefused(assignment.site(), why);
        }
        problem = Optional.of(why);
    }

    /** Counts from now on, unless an older one is tried on us; says whether it is another than before. */
    private boolean adopt(Manifest manifest) throws OriginException {
        long highest = store.highestSequence(manifest.site());
        if (manifest.sequence() < highest) {
            throw new OriginException(
                    Kind.BAD_MANIFEST,
                    "the origin has manifest " + manifest.sequence() + ", but " + highest + " was seen before");
        }
        store.raiseSequence(manifest.site(), manifest.sequence());
        boolean other = manifest.sequence() != contents.sequence();
        if (manifest.sequence() > highest) {
            releaseAt = releases.beginAgain(manifest.site());
        }
        SiteContents before = contents;
        contents = SiteContents.of(manifest, assignment).after(before, other ? releaseAt : clock.instant());
        if (!contents.ids().equals(before.ids())) {
            whole = false;
            claimed = false;
        }
        return other;
    }

    private boolean isUnwanted(KeyId site, ObjectId object) {
        return store.isPurged(site, object) || consent.denies(site, object);
    }

    // Again, after the order to do so: a piece may have come in between.
    private void drop() {
        KeyId site = assignment.site();
        Set<ObjectId> denied = contents.all().stream()
                .filter(object -> consent.denies(site, object))
                .collect(Collectors.toSet());
        List<ObjectId> newly =
                denied.stream().filter(object -> !dropped.contains(object)).toList();
        if (!newly.isEmpty()) {
            store.remove(site, newly);
        }
        dropped = denied;
        if (consent.drops(site) && store.keptBytes(site) > 0) {
            store.remove(site);
        }
    }

    private void fillAll() throws OriginException, InterruptedException {
        claimed &= !emptied;
        emptied = false;
        var wantedMost = Set.copyOf(asked);
        asked.removeAll(wantedMost);
        boolean full = overcommitted.getAsBoolean();
        long known = announced;
        Assignment begun = assignment;
        var fill = new SiteFill(
                () -> assignment,
                store,
                fetcher,
                watcher,
                object -> !full || wantedMost.contains(object),
                object -> isUnwanted(begun.site(), object),
                new SiteFill.Stop(
                        () -> closed || !assigned || announced > known || !assignment.asksTheSameAs(begun),
                        () -> closed || !assigned));
        SiteFill.Result result = fill.run(contents.listed(), !claimed);
        whole = result.whole() && !emptied;
        claimed = whole;
        if (result.failure().isPresent()) {
            throw result.failure().get();
        }
    }

    /** Lets go of what no manifest has named for long enough. */
    private void release() {
        Instant now = clock.instant();
        if (now.isBefore(releaseAt)) {
            return;
        }
        KeyId site = assignment.site();
        if (!assigned && consent.keeps(site)) {
            releaseAt = releases.beginAgain(site);
        } else if (!assigned) {
            store.release(site);
            manifests.forget(site);
            releases.done(site);
            releaseAt = now.plus(Releases.AFTER);
        } else if (contents.sequence() > 0) {
            contents = contents.without(now);
            store.retain(site, contents.all());
            releaseAt = releases.beginAgain(site);
        }
    }

    private Duration untilNextLook() {
        boolean stale = announced > contents.sequence();
        if (failures == 0 && (!stale || fetcher.gate().manifests().isPresent())) {
            return sooner(LOOK_AGAIN, fetcher.gate().untilOpen());
        }
        // Full jitter, so that an origin that comes back is not met by everybody at once.
        int doublings = Math.min(failures, MAX_DOUBLINGS);
        long most = Math.min(LOOK_AGAIN.toMillis(), FIRST_RETRY.toMillis() << doublings);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 4, most + 1));
    }

    // Not all at the stroke of the hour: others have chosen the same one.
    private static Duration sooner(Duration usual, Optional<Duration> untilOpen) {
        return untilOpen
                .map(left -> left.plusMillis(ThreadLocalRandom.current().nextLong(OPENING_MILLIS)))
                .filter(left -> left.compareTo(usual) < 0)
                .orElse(usual);
    }

    @Override
    public void close() {
        closed = true;
        thread.ifPresent(Thread::interrupt);
    }
}
