package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.place.Places;
import org.deploynet.control.settings.SettingsFile;
import org.deploynet.engine.assembly.EngineStartException.Why;
import org.deploynet.engine.cache.CacheLocation;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.link.rtc.RtcOptions;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.SqliteLibrary;
import org.deploynet.protocol.net.Candidates;

/** What must be in order before an engine starts, and what its owner is told when it is not. */
final class StartRules {
    private static final System.Logger LOG = System.getLogger(StartRules.class.getName());

    private StartRules() {}

    static void makeFolders(Places places) throws IOException, EngineStartException {
        for (Path folder : List.of(places.config(), places.state())) {
            Files.createDirectories(folder);
        }
        try {
            Files.createDirectories(places.cache());
        } catch (IOException e) {
            throw new EngineStartException(Why.CACHE_NOT_USABLE, words(e), e);
        }
    }

    static EngineLock lock(Places places) throws EngineStartException, IOException {
        return EngineLock.acquire(places.lock())
                .orElseThrow(() -> new EngineStartException(
                        Why.ALREADY_RUNNING, places.state().toString()));
    }

    static SettingsFile settings(Places places) {
        return new SettingsFile(places.settings());
    }

    static EngineConfig loadSettings(Places places, RecentEvents events, Clock clock) throws IOException {
        SettingsFile.Loaded loaded = settings(places).load();
        loaded.damage().ifPresent(damage -> {
            String keptAs = damage.keptAs().toString();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the settings are damaged ({0}), kept as {1}; defaults are used",
                    damage.why(),
                    keptAs);
            events.add(new EngineEvent.SettingsDamaged(clock.instant(), keptAs, damage.why()));
        });
        return loaded.config();
    }

    static EngineConfig over(EngineOptions options, EngineConfig saved) throws EngineStartException {
        try {
            return options.over(saved);
        } catch (IllegalArgumentException e) {
            throw new EngineStartException(Why.BAD_OPTION, String.valueOf(e.getMessage()), e);
        }
    }

    /** A full disk stops growth, not service: only an engine with nothing to serve and no room is refused. */
    static PieceStore openCache(Places places, EngineConfig config, Disk disk, Clock clock)
            throws EngineStartException {
        try {
            SqliteLibrary.unpackInto(nativeFolder(places, disk));
            PieceStore store = PieceStore.open(
                    PieceStore.Options.of(places.cache(), places.state(), config.quotaBytes(), config.freeFloorBytes()),
                    disk,
                    clock);
            long free = disk.free(store.folder());
            if (store.stats().pieces() == 0 && free < config.freeFloorBytes()) {
                store.close();
                throw new EngineStartException(
                        Why.DISK_BELOW_RESERVE,
                        free / 1_000_000 + " MB < " + config.freeFloorBytes() / 1_000_000 + " MB");
            }
            return store;
        } catch (IOException | DatabaseException e) {
            throw new EngineStartException(Why.CACHE_NOT_USABLE, words(e), e);
        }
    }

    // A folder that the cache moved to and that is not there now is not made here.
    private static Path nativeFolder(Places places, Disk disk) throws IOException {
        Path cache = CacheLocation.load(disk, places.state(), places.cache()).folder();
        return (Files.isDirectory(cache) ? cache : places.cache()).resolve("native");
    }

    static RtcPeers startWebRtc(EngineOptions options) throws EngineStartException {
        Candidates candidates = options.allowLocalPeers() ? Candidates.withLocal() : Candidates.publicOnly();
        try {
            return RtcPeers.start(RtcOptions.with(candidates));
        } catch (IllegalStateException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "WebRTC does not start", e);
            throw new EngineStartException(Why.NATIVE_LIBRARY, rootWords(e), e);
        }
    }

    // What the loader throws first has no message; the library's own words are at the root.
    private static String rootWords(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : rootWords(cause);
    }

    /** What a person makes of it: the JDK's message for a refused path is only the path. */
    static String words(Exception e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof AccessDeniedException ? message + " (permission denied)" : message;
    }
}
