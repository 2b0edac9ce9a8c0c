package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.settings.SettingsFile;
import org.deploynet.engine.assembly.EngineStartException.Why;
import org.deploynet.engine.control.ControlServer;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.control.RecentEvents;

/** The engine's parts, put together by hand in this order and closed in the reverse one. */
public final class EngineAssembly implements AutoCloseable {
    private final Places places;
    private final Closing parts;

    private EngineAssembly(Places places, Closing parts) {
        this.places = places;
        this.parts = parts;
    }

    /** When this returns, the control socket answers. {@code stop} is run when a face asks for shutdown. */
    public static EngineAssembly start(EngineOptions options, Runnable stop) throws EngineStartException {
        var parts = new Closing();
        boolean started = false;
        try {
            EngineAssembly engine = assemble(options, stop, parts);
            started = true;
            return engine;
        } catch (IOException e) {
            throw new EngineStartException(Why.FOLDER_NOT_USABLE, String.valueOf(e.getMessage()), e);
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    private static EngineAssembly assemble(EngineOptions options, Runnable stop, Closing parts)
            throws EngineStartException, IOException {
        Places places = options.places();
        makeFolders(places);
        EngineLock lock = parts.add(lock(places));
        Clock clock = Clock.systemUTC();
        var events = new RecentEvents();
        var settings = new SettingsFile(places.settings());
        EngineConfig saved = load(settings, events, clock);
        var config = new LiveConfig(settings, saved, over(options, saved), changed -> {});
        OwnerWishes wishes = OwnerWishes.load(places.state().resolve("wish.json"), clock, wish -> {});
        var snapshots = new Snapshots(clock, options.owner(), config, wishes, events);
        var control = new EngineControl(places.forFaces(), snapshots, wishes, config, clock, stop);
        parts.add(ControlServer.start(
                places.socket(), lock, control, new Rpc.Hello(Rpc.PROTOCOL, Build.version(), options.owner())));
        return new EngineAssembly(places, parts);
    }

    private static void makeFolders(Places places) throws IOException {
        for (Path folder : new Path[] {places.config(), places.state(), places.cache()}) {
            Files.createDirectories(folder);
        }
    }

    private static EngineLock lock(Places places) throws EngineStartException, IOException {
        return EngineLock.acquire(places.lock())
                .orElseThrow(() -> new EngineStartException(
                        Why.ALREADY_RUNNING, places.state().toString()));
    }

    private static EngineConfig load(SettingsFile settings, RecentEvents events, Clock clock) throws IOException {
        SettingsFile.Loaded loaded = settings.load();
        loaded.damage().ifPresent(damage -> {
            System.getLogger(EngineAssembly.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the settings are damaged ({0}), kept as {1}; defaults are used",
                            damage.why(),
                            damage.keptAs());
            events.add(new EngineEvent.SettingsDamaged(
                    clock.instant(), damage.keptAs().toString(), damage.why()));
        });
        return loaded.config();
    }

    private static EngineConfig over(EngineOptions options, EngineConfig saved) throws EngineStartException {
        try {
            return options.over(saved);
        } catch (IllegalArgumentException e) {
            throw new EngineStartException(Why.BAD_OPTION, String.valueOf(e.getMessage()), e);
        }
    }

    public Places places() {
        return places;
    }

    @Override
    public void close() {
        parts.close();
    }
}
