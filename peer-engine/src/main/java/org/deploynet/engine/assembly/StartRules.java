package org.deploynet.engine.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.place.Places;
import org.deploynet.control.settings.SettingsFile;
import org.deploynet.engine.assembly.EngineStartException.Why;
import org.deploynet.engine.cache.CacheLocation;
import org.deploynet.engine.cache.CacheStats;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.Keychain;
import org.deploynet.engine.link.rtc.RtcOptions;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.engine.link.rtc.WebRtcLibrary;
import org.deploynet.engine.nat.DialBackProbe;
import org.deploynet.engine.nat.NatProbe;
import org.deploynet.engine.nat.NatReport;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.SqliteLibrary;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.StunServers;

/** What must be in order before an engine starts, and what its owner is told when it is not. */
final class StartRules {
    private static final System.Logger LOG = System.getLogger(StartRules.class.getName());

    private StartRules() {}

    // Not that of the cache: one that vanished is not made again.
    static void makeFolders(Places places) throws IOException {
        for (Path folder : List.of(places.config(), places.state())) {
            Files.createDirectories(folder);
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
    static PieceStore openCache(Places places, EngineConfig config, boolean newCache, Disk disk, Clock clock)
            throws EngineStartException {
        unpackSqlite(places);
        PieceStore store;
        try {
            Path lives =
                    CacheLocation.load(disk, places.state(), places.cache()).folder();
            long floorBytes = config.freeFloor().on(disk.total(existing(lives)));
            var options = PieceStore.Options.of(places.cache(), places.state(), config.quotaBytes(), floorBytes)
                    .withNewCache(newCache)
                    .withPolicy(CacheKeeping.rule(config.evictionPolicy()));
            store = PieceStore.open(options, disk, clock);
        } catch (IOException | DatabaseException | UncheckedIOException | LinkageError e) {
            throw new EngineStartException(StartFaults.of(e), words(e), e);
        }
        CacheStats stats = store.stats();
        if (stats.segments() == 0 && stats.freeBytes() < stats.floorBytes()) {
            store.close();
            throw new EngineStartException(
                    Why.DISK_BELOW_RESERVE,
                    stats.freeBytes() / 1_000_000 + " MB < " + stats.floorBytes() / 1_000_000 + " MB");
        }
        return store;
    }

    private static void unpackSqlite(Places places) throws EngineStartException {
        try {
            SqliteLibrary.unpackInto(EngineAssembly.nativeFolder(places));
        } catch (IOException e) {
            throw new EngineStartException(Why.NATIVE_LIBRARY, words(e), e);
        }
    }

    private static Path existing(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : existing(parent);
    }

    /** Made at the first start, and never again in the place of one that was there: credits belong to it. */
    static IdentityKeeper openIdentity(Places places, Keychain keychain) throws EngineStartException {
        Path file = places.state().resolve("identity.json");
        Optional<IdentityKeeper> known = read(file, Why.IDENTITY_DAMAGED, path -> IdentityKeeper.open(path, keychain));
        if (known.isPresent()) {
            return known.get();
        }
        // Written at every start, after the identity.
        Path trace = places.state().resolve("epoch");
        if (Files.isRegularFile(trace)) {
            throw new EngineStartException(Why.IDENTITY_MISSING, file + " (" + trace + ")");
        }
        return fromState(file, path -> IdentityKeeper.make(path, keychain));
    }

    /** Something else of the state: receipts, the pinned network, the owner's wish. */
    static <T> T fromState(Path file, Opening<T> opening) throws EngineStartException {
        return read(file, Why.STATE_NOT_USABLE, opening);
    }

    // What the system says of a file does not always name it.
    private static <T> T read(Path file, Why otherwise, Opening<T> opening) throws EngineStartException {
        try {
            return opening.open(file);
        } catch (IOException | DatabaseException | UncheckedIOException e) {
            String words = words(e);
            String named = words.contains(file.toString()) ? words : file + ": " + words;
            throw new EngineStartException(otherwise, named, e);
        }
    }

    /** Opens something that an engine cannot be without. */
    interface Opening<T> {
        T open(Path file) throws IOException;
    }

    static RtcPeers startWebRtc(EngineOptions options) throws EngineStartException {
        try {
            WebRtcLibrary.loadFrom(EngineAssembly.nativeFolder(options.places()));
            return RtcPeers.start(RtcOptions.with(candidates(options)));
        } catch (IllegalStateException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "WebRTC does not start", e);
            throw new EngineStartException(Why.NATIVE_LIBRARY, rootWords(e), e);
        }
    }

    /** Tests the NAT by STUN servers that the owner's rules allow to be asked, and by a call of the network. */
    static Function<List<String>, NatReport> natProbe(
            EngineOptions options, DialBackProbe.Caller caller, PortKeeper ports) {
        Candidates rules = candidates(options);
        var random = new SecureRandom();
        return NatKeeper.by(
                new StunServers(rules, InetAddress::getAllByName),
                new NatProbe(rules, random),
                new DialBackProbe(caller, random),
                ports);
    }

    private static Candidates candidates(EngineOptions options) {
        return options.allowLocalPeers() ? Candidates.withLocal() : Candidates.publicOnly();
    }

    // What the loader throws first has no message; the library's own words are at the root.
    private static String rootWords(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : rootWords(cause);
    }

    /** What a person makes of it: the JDK's message for a refused path is only the path. */
    static String words(Throwable e) {
        Throwable cause = e.getCause();
        if (e instanceof UncheckedIOException && cause != null) {
            return words(cause);
        }
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case AccessDeniedException _ -> message + " (permission denied)";
            case FileAlreadyExistsException _ -> message + " (not a folder)";
            default -> message;
        };
    }
}
