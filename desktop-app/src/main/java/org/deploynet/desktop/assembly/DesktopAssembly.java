package org.deploynet.desktop.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.deploynet.control.place.Places;
import org.deploynet.control.process.ThisProgram;
import org.deploynet.desktop.supervise.EngineFinder;
import org.deploynet.desktop.supervise.EngineStarter;
import org.deploynet.desktop.supervise.Supervisor;
import org.deploynet.desktop.window.JavaFxWindow;
import org.deploynet.desktop.window.Surroundings;
import org.deploynet.desktop.window.WindowDoor;
import org.deploynet.i18n.Texts;

/** The application's parts, put together by hand and closed in the reverse order. */
final class DesktopAssembly implements Surroundings, AutoCloseable {
    private final CountDownLatch quitting = new CountDownLatch(1);
    private final Supervisor engine;
    private final WindowDoor window;
    private final Thread atExit = new Thread(this::close, "desktop-end");

    DesktopAssembly(Places places, List<String> engineOptions, boolean attach, Texts texts) {
        Optional<EngineStarter> starter =
                attach ? Optional.empty() : Optional.of(new EngineStarter(command(places, engineOptions), log(places)));
        engine = new Supervisor(new EngineFinder(places, version(), starter));
        window = new JavaFxWindow(engine, texts, this);
    }

    /** Returns when a person quits. */
    void run(boolean background) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(atExit);
        engine.start();
        if (!background) {
            window.show();
        }
        quitting.await();
    }

    void showWindow() {
        window.show();
    }

    @Override
    public boolean hasTray() {
        return false;
    }

    @Override
    public void quit() {
        quitting.countDown();
    }

    private static List<String> command(Places places, List<String> more) {
        var arguments = new ArrayList<>(List.of("peer", "--owner", EngineFinder.OWNER));
        arguments.addAll(FolderOptions.arguments(places));
        arguments.addAll(more);
        return ThisProgram.lasting(arguments);
    }

    private static Path log(Places places) {
        return places.state().resolve("engine.log");
    }

    // The same as an engine of this build says of itself.
    private static String version() {
        return Optional.ofNullable(DesktopAssembly.class.getModule().getDescriptor())
                .flatMap(java.lang.module.ModuleDescriptor::rawVersion)
                .orElse("development");
    }

    @Override
    public void close() {
        window.close();
        engine.close();
    }
}
