package org.deploynet.signaling.sites;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.storage.Database;

/**
 * The sites of this network. A registration counts only after the server has read the same manifest from the origin itself;
 * until then the manifest before it stays. Sequences never go back. Safe from any thread.
 */
public final class Sites implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sites.class.getName());
    private static final int MAX_SITES = 10_000;
    private static final int CHECKS_AT_ONCE = 4;
    private static final int MAX_WAITING = 256;
    private static final int MAX_WHY_CHARS = 500;

    /** Why a registration is not even looked into. */
    public enum Refusal {
        /** Lower than what was accepted before. */
        ROLLED_BACK,
        PURGED,
        /** More sites, or more checks under way, than this server takes. */
        FULL
    }

    private final Database database;
    private final OriginCheck check;
    private final Consumer<Site> announce;
    private final Map<KeyId, SiteRecord> records = new ConcurrentHashMap<>();
    private final Set<KeyId> purged = ConcurrentHashMap.newKeySet();
    private final Map<KeyId, Registration> waiting = new ConcurrentHashMap<>();
    private final Semaphore permits = new Semaphore(CHECKS_AT_ONCE);
    private final ExecutorService checks = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("origin-check-", 0).factory());

    /** {@code announce} hears of every site whose checked manifest is new; it returns quickly. */
    public Sites(Database database, OriginFetch fetch, java.time.Clock clock, Consumer<Site> announce) {
        this.database = database;
        this.check = new OriginCheck(fetch, clock);
        this.announce = announce;
    }

    /** Reads what is stored, and asks again where a stop came between registration and check. */
    public void start() {
        database.call(SiteRecord::all).forEach(site -> records.put(site.id(), site));
        records.values().stream()
                .filter(site -> site.state() == SiteRecord.State.PENDING)
                .forEach(site -> checkSoon(site.id(), site.asked()));
    }

    /** Takes a manifest whose signature and time hold; what the origin says decides later. */
    public Optional<Refusal> register(SignedManifest signed) {
        KeyId id = signed.manifest().site();
        if (purged.contains(id)) {
            return Optional.of(Refusal.PURGED);
        }
        SiteRecord known = records.get(id);
        if (known != null && signed.manifest().sequence() < known.checked().sequence()) {
            return Optional.of(Refusal.ROLLED_BACK);
        }
        if ((known == null && records.size() >= MAX_SITES) || waiting.size() >= MAX_WAITING) {
            return Optional.of(Refusal.FULL);
        }
        Registration asked = Registration.of(signed);
        change(id, asked, record -> record.asking(asked));
        checkSoon(id, asked);
        return Optional.empty();
    }

    public Optional<SiteRecord> find(KeyId id) {
        return Optional.ofNullable(records.get(id));
    }

    /** The site, if visitors may be introduced to its super-peers. */
    public Optional<Site> serving(KeyId id) {
        return find(id).filter(SiteRecord::isKnown).map(SiteRecord::checked).filter(site -> !purged.contains(id));
    }

    public List<Site> allServing() {
        return records.values().stream()
                .filter(SiteRecord::isKnown)
                .map(SiteRecord::checked)
                .filter(site -> !purged.contains(site.id()))
                .toList();
    }

    /** From now on nobody is introduced for {@code id}. */
    public void purged(KeyId id) {
        purged.add(id);
    }

    public boolean isPurged(KeyId id) {
        return purged.contains(id);
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }

    // One check a site at a time; the last registration wins, and the check under way looks again for it.
    private void checkSoon(KeyId id, Registration asked) {
        if (waiting.put(id, asked) == null) {
            checks.execute(() -> checkAll(id));
        }
    }

    private void checkAll(KeyId id) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            Registration asked;
            do {
                asked = Objects.requireNonNull(waiting.get(id));
                check(id, asked);
            } while (!waiting.remove(id, asked));
        } catch (RuntimeException e) {
            waiting.remove(id);
            LOG.log(Level.WARNING, "the check of site " + id + " ended early", e);
        } finally {
            permits.release();
        }
    }

    private void check(KeyId id, Registration asked) {
        try {
            passed(id, asked, check.check(id, asked));
        } catch (OriginCheck.Failed failed) {
            String why = String.valueOf(failed.getMessage());
            String bounded = why.length() <= MAX_WHY_CHARS ? why : why.substring(0, MAX_WHY_CHARS);
            change(id, asked, record -> record.failing(bounded));
            LOG.log(Level.INFO, "site {0} is not active: {1}", id, bounded);
        }
    }

    private void passed(KeyId id, Registration asked, Manifest manifest) {
        long before = find(id).map(record -> record.checked().sequence()).orElse(0L);
        SiteRecord after = change(
                id,
                asked,
                record -> record.checked().sequence() <= manifest.sequence()
                        ? record.passing(manifest)
                        : record.failing("the origin serves sequence " + manifest.sequence() + ", accepted before was "
                                + record.checked().sequence()));
        if (after.state() == SiteRecord.State.ACTIVE) {
            LOG.log(Level.INFO, "site {0} is active with sequence {1}", id, manifest.sequence());
            if (after.checked().sequence() > before) {
                announce.accept(after.checked());
            }
        }
    }

    // Row first, then memory, one at a time: a stop in between repeats a step and loses none.
    private synchronized SiteRecord change(KeyId id, Registration asked, UnaryOperator<SiteRecord> step) {
        SiteRecord after = database.call(connection -> {
            SiteRecord next = step.apply(SiteRecord.find(connection, id).orElseGet(() -> SiteRecord.first(id, asked)));
            next.store(connection);
            return next;
        });
        records.put(id, after);
        return after;
    }
}
