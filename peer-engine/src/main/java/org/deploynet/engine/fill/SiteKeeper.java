package org.deploynet.engine.fill;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Releases;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** The sites this super-peer keeps, each looked after by its own {@link SiteLoop}. Safe from any thread. */
public final class SiteKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SiteKeeper.class.getName());
    private static final int MAX_SITES = 256;
    private static final Duration LOOK_FOR_FORGOTTEN = Duration.ofMinutes(10);
    /** Of the quota; the rest is for headers, the index, and segments that are not full of what is wanted. */
    private static final double PAYLOAD_SHARE = 0.8;

    private final PieceStore store;
    private final Tools tools;
    private final Releases releases;
    private final Watcher watcher;
    private final Consent consent;
    private final Map<KeyId, SiteLoop> loops = new ConcurrentHashMap<>();
    private final Map<KeyId, Declined> declined = new ConcurrentHashMap<>();
    private final Thread forgotten;
    private volatile boolean knowsItsSites;

    /** What all loops work with. {@code clock} is the server's time. */
    public record Tools(
            PieceStore store, OriginFetcher fetcher, KeptManifests manifests, Consent consent, InstantSource clock) {}

    /** What the network assigned and the owner does not serve; {@code wanted} until the network takes it back. */
    private record Declined(Assignment assignment, boolean wanted) {}

    /** Told from the loops' threads. */
    public interface Watcher {
        /** What is kept changed: worth telling the network. */
        void inventoryChanged();

        /** {@code why} is safe to show. */
        void siteRefused(KeyId site, String why);
    }

    /** Whether an object may go to a visitor of a site. */
    public enum Standing {
        LISTED,
        UNKNOWN,
        PURGED
    }

    public SiteKeeper(Tools tools, Watcher watcher) {
        this.store = tools.store();
        this.tools = tools;
        this.consent = tools.consent();
        this.releases = store.releases(tools.clock());
        this.watcher = watcher;
        this.forgotten = Thread.ofVirtual().name("forgotten-sites").start(this::lookForForgotten);
    }

    /** Keeps these, too; what was assigned of the same site before is replaced. */
    public synchronized void assign(List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            if (isRefused(assignment)) {
                decline(assignment);
            } else {
                declined.remove(assignment.site());
                keep(assignment);
            }
        }
        knowsItsSites = true;
        watcher.inventoryChanged();
    }

    private void keep(Assignment assignment) {
        SiteLoop loop = loops.get(assignment.site());
        if (loop != null) {
            loop.assign(assignment);
        } else if (loops.size() < MAX_SITES) {
            loops.put(assignment.site(), SiteLoop.start(assignment, tools, watcher, this::isOvercommitted));
        }
    }

    private boolean isRefused(Assignment assignment) {
        return consent.refusal(assignment.site(), assignment.price()).isPresent();
    }

    // Remembered also after the network took it back: as long as the inventory says so, it does not assign it again.
    private void decline(Assignment assignment) {
        if (declined.size() < MAX_SITES || declined.containsKey(assignment.site())) {
            declined.put(assignment.site(), new Declined(assignment, true));
        }
        SiteLoop loop = loops.get(assignment.site());
        if (loop != null) {
            loop.unassign();
        }
    }

    /** The owner serves other sites than before. Those that he does not are given up at once, and those that he does are taken up. */
    public synchronized void consentChanged() {
        loops.values().stream()
                .filter(SiteLoop::isAssigned)
                .map(SiteLoop::assignment)
                .filter(this::isRefused)
                .forEach(this::decline);
        // What a list names of a site's files goes, and what none names any more comes.
        loops.values().forEach(SiteLoop::wake);
        for (Declined now : List.copyOf(declined.values())) {
            if (!isRefused(now.assignment())) {
                declined.remove(now.assignment().site());
                if (now.wanted()) {
                    keep(now.assignment());
                }
            }
        }
        watcher.inventoryChanged();
    }

    /** What the network assigned, then or now, and the owner does not serve. */
    public List<Assignment> declined() {
        return declined.values().stream().map(Declined::assignment).toList();
    }

    /** Deletes what is kept for {@code site} alone, and returns how many bytes of payload that was. Blocks on the disk. */
    public long remove(KeyId site) {
        long bytes = store.remove(site);
        SiteLoop loop = loops.get(site);
        if (loop != null) {
            loop.emptied();
        }
        watcher.inventoryChanged();
        return bytes;
    }

    /** Serves these no more; their bytes go after {@link Releases#AFTER}, or when room is needed. */
    public synchronized void unassign(Collection<KeyId> sites) {
        for (KeyId site : sites) {
            declined.computeIfPresent(site, (same, before) -> new Declined(before.assignment(), false));
            SiteLoop loop = loops.get(site);
            if (loop != null) {
                loop.unassign();
            }
        }
        watcher.inventoryChanged();
    }

    /** A newer manifest is at the origin. */
    public void news(KeyId site, long sequence) {
        SiteLoop loop = loops.get(site);
        if (loop != null) {
            loop.news(sequence);
        }
    }

    /** An order of the network changed what may be kept. */
    public void purged(KeyId site) {
        SiteLoop loop = loops.get(site);
        if (loop != null) {
            loop.wake();
        }
        watcher.inventoryChanged();
    }

    /** A browser asked for an object that is not kept: from the next look on, others may make room for it. */
    public void missed(KeyId site, ObjectId object) {
        SiteLoop loop = loops.get(site);
        if (loop != null) {
            loop.missed(object);
        }
    }

    /**
     * Whether more is assigned than can be kept. Then nothing is evicted for what nobody asked for: it would be fetched again
     * at the next look, in the place of something else, for ever.
     */
    boolean isOvercommitted() {
        long assigned = loops.values().stream()
                .filter(SiteLoop::isAssigned)
                .mapToLong(SiteLoop::wantedBytes)
                .sum();
        return assigned > store.stats().quotaBytes() * PAYLOAD_SHARE;
    }

    /** The owner's rules for fetching changed. */
    public void rulesChanged() {
        loops.values().forEach(SiteLoop::wake);
    }

    public boolean serves(KeyId site) {
        SiteLoop loop = loops.get(site);
        return loop != null && loop.isAssigned();
    }

    public Standing standing(KeyId site, ObjectId object) {
        if (store.isPurged(site, object)) {
            return Standing.PURGED;
        }
        SiteLoop loop = loops.get(site);
        return loop != null && loop.isAssigned() && loop.lists(object) ? Standing.LISTED : Standing.UNKNOWN;
    }

    /** What is assigned now. */
    public List<KeptSite> sites() {
        return loops.values().stream()
                .filter(SiteLoop::isAssigned)
                .map(SiteLoop::view)
                .toList();
    }

    /**
     * Gives up what is kept for sites that were assigned in an earlier run, and not in this one. Before the network has said
     * what it wants, nothing goes: a computer that was off for days may start without a line.
     */
    void releaseForgotten() {
        if (!knowsItsSites) {
            return;
        }
        for (KeyId site : releases.due()) {
            if (!loops.containsKey(site) && !consent.keeps(site)) {
                store.release(site);
                tools.manifests().forget(site);
                releases.done(site);
            }
        }
    }

    /** An earlier run may have ended before what it was to delete was gone, or before the index knew all of it. */
    void removeBlocked() {
        var sites = new HashSet<>(releases.sites());
        consent.decisions().forEach(decision -> sites.add(decision.site()));
        for (KeyId site : sites) {
            if (consent.drops(site) && store.keptBytes(site) > 0) {
                store.remove(site);
            }
        }
    }

    private void lookForForgotten() {
        try {
            while (true) {
                removeBlocked();
                // Not at once: the network assigns again what it still wants as soon as it is reached.
                Thread.sleep(LOOK_FOR_FORGOTTEN);
                try {
                    releaseForgotten();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "giving up forgotten sites", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "no site is looked after any more");
        }
    }

    @Override
    public void close() {
        forgotten.interrupt();
        loops.values().forEach(SiteLoop::close);
    }
}
