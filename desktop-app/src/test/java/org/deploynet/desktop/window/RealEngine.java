package org.deploynet.desktop.window;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineFinder;
import org.deploynet.desktop.supervise.EngineStarter;
import org.deploynet.desktop.supervise.Supervisor;
import org.deploynet.engine.assembly.Build;
import org.deploynet.engine.history.Figures;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.engine.history.Reading;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.storage.StateStore;

/** An engine process in a folder of its own, kept alive by the real supervisor. */
final class RealEngine implements AutoCloseable {
    private final Places places;
    private final Supervisor supervisor;

    private RealEngine(Places places) {
        this.places = places;
        var starter = new EngineStarter(command(places), places.state().resolve("engine.log"));
        supervisor = new Supervisor(new EngineFinder(places, Build.version(), Optional.of(starter)));
    }

    /** One that has never shared anything. */
    static RealEngine fresh(Path data) {
        var engine = new RealEngine(EngineMain.places(data));
        engine.supervisor.start();
        return engine;
    }

    /** One that shared {@code bytes} in the last half hour of an earlier run. */
    static RealEngine thatShared(Path data, long bytes) throws IOException {
        Places places = EngineMain.places(data);
        var counters = new AtomicReference<>(new Reading(Figures.NONE, Map.of()));
        Instant earlier = Instant.now().minus(Duration.ofMinutes(30));
        try (StateStore state = StateStore.open(places.state())) {
            var book = HistoryBook.open(state, counters::get, Ticker.system(), () -> earlier, ZoneId.systemDefault());
            counters.set(new Reading(new Figures(bytes, 0, 1, 0, 0), Map.of()));
            book.read();
            book.keep();
        }
        return fresh(data);
    }

    Supervisor view() {
        return supervisor;
    }

    /** A second face of the same engine. */
    ControlClient otherFace() throws IOException {
        return ControlClient.connect(places.socket(), Build.version(), "test");
    }

    /** What the system does to a process that it wants gone now. */
    void kill() {
        if (supervisor.condition() instanceof EngineCondition.Running running) {
            ProcessHandle.of(running.snapshot().engine().pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static List<String> command(Places places) {
        String everything = Optional.ofNullable(System.getProperty("jdk.module.path"))
                .map(modules -> modules + File.pathSeparator + System.getProperty("java.class.path"))
                .orElse(System.getProperty("java.class.path", ""));
        Path tests = Path.of("target", "test-classes").toAbsolutePath();
        Path data = places.state().getParent();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                tests + File.pathSeparator + everything,
                EngineMain.class.getName(),
                String.valueOf(data));
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
