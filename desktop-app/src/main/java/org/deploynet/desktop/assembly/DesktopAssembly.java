package org.deploynet.desktop.assembly;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.deploynet.control.place.Places;
import org.deploynet.control.process.ThisProgram;
import org.deploynet.desktop.supervise.EngineFinder;
import org.deploynet.desktop.supervise.EngineStarter;
import org.deploynet.desktop.supervise.Supervisor;
import org.deploynet.desktop.tray.AwtTray;
import org.deploynet.desktop.tray.TrayKeeper;
import org.deploynet.desktop.tray.TrayWords;
import org.deploynet.desktop.tray.dbus.StatusNotifierTray;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.window.JavaFxWindow;
import org.deploynet.desktop.window.Surroundings;
import org.deploynet.desktop.window.WindowDoor;
import org.deploynet.i18n.Texts;

/** The application's parts, put together by hand and closed in the reverse order. */
final class DesktopAssembly implements Surroundings, TrayKeeper.Place, AutoCloseable {
    private final CountDownLatch quitting = new CountDownLatch(1);
    private final Supervisor engine;
    private final WindowDoor window;
    private final TrayKeeper tray;
    private final WayBack wayBack;
    private final Thread atExit = new Thread(this::close, "desktop-end");

    DesktopAssembly(Places places, List<String> engineOptions, boolean attach, Texts texts) {
        Optional<EngineStarter> starter =
                attach ? Optional.empty() : Optional.of(new EngineStarter(command(places, engineOptions), log(places)));
        ZoneId zone = ZoneId.systemDefault();
        engine = new Supervisor(new EngineFinder(places, version(), starter));
        window = new JavaFxWindow(engine, texts, this);
        tray = new TrayKeeper(engine, new TrayWords(texts, new Figures(texts, zone)), Clock.system(zone), this);
        wayBack = new WayBack(window, this::isReachable);
    }

    /** Returns when a person quits. */
    void run(boolean background) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(atExit);
        engine.start();
        tray.start(isLinux() ? StatusNotifierTray::open : AwtTray::open);
        if (background) {
            wayBack.lookLater();
        } else {
            window.show();
        }
        quitting.await();
    }

    // JavaFX takes its time to start, and the tray waits for nobody.
    @Override
    public void openWindow() {
        Thread.ofPlatform().name("window-opening").start(window::show);
    }

    @Override
    public boolean hasTray() {
        return tray.isThere();
    }

    // Who is about to end needs no window any more.
    private boolean isReachable() {
        return tray.isThere() || quitting.getCount() == 0;
    }

    @Override
    public void presence(boolean there) {
        if (!there) {
            wayBack.lookLater();
        }
    }

    @Override
    public void quit() {
        quitting.countDown();
    }

    private static List<String> command(Places places, List<String> more) {
        var arguments = new ArrayList<>(List.of("peer", "--owner", EngineFinder.OWNER, "--supervised"));
        arguments.addAll(FolderOptions.arguments(places));
        arguments.addAll(more);
        return ThisProgram.lasting(arguments);
    }

    private static Path log(Places places) {
        return places.state().resolve("engine.log");
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }

    // The same as an engine of this build says of itself.
    private static String version() {
        return Optional.ofNullable(DesktopAssembly.class.getModule().getDescriptor())
                .flatMap(java.lang.module.ModuleDescriptor::rawVersion)
                .orElse("development");
    }

    @Override
    public void close() {
        quitting.countDown();
        tray.close();
        window.close();
        engine.close();
    }
}
