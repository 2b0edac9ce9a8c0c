package org.deploynet.engine.assembly;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.deploynet.control.CacheControl;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FreeFloor;
import org.deploynet.engine.cache.CacheMove;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.policy.PolicyKind;
import org.deploynet.engine.storage.Disk;
import org.deploynet.protocol.key.KeyId;

/** What faces tell the cache: kept in the settings where it is one, and carried out on the store. Safe from any thread. */
final class CacheKeeping implements CacheControl {
    private static final System.Logger LOG = System.getLogger(CacheKeeping.class.getName());

    private final PieceStore store;
    private final LiveConfig config;
    private final Supplier<CacheReport> reports;

    CacheKeeping(PieceStore store, LiveConfig config, Supplier<CacheReport> reports) {
        this.store = store;
        this.config = config;
        this.reports = reports;
    }

    /** Lets the settings count for the store from now on. */
    static void apply(EngineConfig now, PieceStore store, Disk disk) {
        long floorBytes = store.stats().floorBytes();
        try {
            floorBytes = now.freeFloor().on(disk.total(store.folder()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the disk does not say how large it is; its floor stays", e);
        }
        store.setBounds(now.quotaBytes(), floorBytes);
        store.policy(rule(now.evictionPolicy()));
    }

    /** The store's name for it. */
    static PolicyKind rule(EvictionPolicy policy) {
        return switch (policy) {
            case W_TINY_LFU -> PolicyKind.W_TINY_LFU;
            case LRU -> PolicyKind.LRU;
            case LFU -> PolicyKind.LFU;
            case MRU -> PolicyKind.MRU;
        };
    }

    @Override
    public CacheReport cache() {
        return reports.get();
    }

    @Override
    public void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) throws IOException {
        config.change(settings -> settings.withQuotaBytes(quotaBytes.orElse(settings.quotaBytes()))
                .withFreeFloor(freeFloorBytes.map(FreeFloor::new).orElse(settings.freeFloor())));
    }

    @Override
    public void evictBy(EvictionPolicy policy) throws IOException {
        config.change(settings -> settings.withEvictionPolicy(policy));
    }

    @Override
    public void pin(String site, boolean on) {
        store.pin(new KeyId(site), on);
    }

    @Override
    public void capShare(String site, Optional<Integer> percent) {
        store.capShare(new KeyId(site), percent.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    @Override
    public void scrub(boolean now) {
        if (now) {
            store.scrubber().scrubNow();
        } else {
            store.scrubber().stop();
        }
    }

    @Override
    public void moveCache(String to) {
        store.move(path(to));
    }

    private static Path path(String to) {
        try {
            return Path.of(to);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no folder can be at " + to, e);
        }
    }

    @Override
    public void cancelMove() {
        store.currentMove().ifPresent(CacheMove::cancel);
    }
}
