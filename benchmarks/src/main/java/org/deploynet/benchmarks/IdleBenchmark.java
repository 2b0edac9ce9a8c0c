package org.deploynet.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.EngineSnapshot;

/**
 * What the application costs its owner while nobody asks for anything: tray and engine on a small real desktop with a panel,
 * connected to a network and keeping a site. Memory is the proportional set size, processor time a share of one core.
 */
final class IdleBenchmark {
    /** What is compiled and collected after a start belongs to the start. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    /** One piece: more would need piece layers, which this origin does not serve. */
    private static final int SITE_BYTES = 256 * 1024;

    private final PrintStream out;

    private IdleBenchmark(PrintStream out) {
        this.out = out;
    }

    static void run(int seconds, PrintStream out) throws Exception {
        new IdleBenchmark(out).measure(Duration.ofSeconds(seconds));
    }

    private void measure(Duration length) throws Exception {
        Path folder = Files.createTempDirectory("deploynet-idle");
        try (var site = new PublishedSite(folder.resolve("signaling"), SITE_BYTES)) {
            Path data = folder.resolve("peer");
            Process desktop = desktop(site, data);
            try {
                EngineSnapshot ready = Served.await(data, SITE_BYTES);
                long engine = ready.engine().pid();
                try {
                    measure(length, new IdleProcess(application(desktop)), new IdleProcess(engine));
                } finally {
                    // It outlives a desktop that is killed, so that visitors are served on.
                    end(engine);
                }
            } finally {
                desktop.destroy();
                desktop.waitFor(20, TimeUnit.SECONDS);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static void end(long engine) {
        ProcessHandle.of(engine).ifPresent(process -> {
            process.destroy();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        });
    }

    private static Process desktop(PublishedSite site, Path data) throws IOException {
        Path tree = Path.of("").toAbsolutePath();
        var command = List.of(
                tree.resolve("test-kit/desktop").toString(),
                "--panel",
                "xfce",
                tree.resolve("deploynet").toString(),
                "run",
                "--background",
                "--data",
                data.toString(),
                "--signaling",
                site.signaling().superPeers().toString(),
                "--",
                "--allow-local-peers",
                "--allow-local-origin",
                site.site().origin().toString(),
                "--free-floor",
                "0");
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("DEPLOYNET_NO_BUILD", "yes");
        return builder.start();
    }

    private static long application(Process desktop) {
        return desktop.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("DesktopMain"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the desktop application does not run"))
                .pid();
    }

    private void measure(Duration length, IdleProcess tray, IdleProcess engine) throws IOException {
        LockSupport.parkNanos(SETTLING.toNanos());
        out.printf(
                Locale.ROOT,
                "idle for %d s, no window, no browser, a site of %.1f MB kept%n",
                length.toSeconds(),
                SITE_BYTES / 1e6);
        var trayBefore = Reading.of(tray);
        var engineBefore = Reading.of(engine);
        LockSupport.parkNanos(length.toNanos());
        var trayAfter = Reading.of(tray);
        var engineAfter = Reading.of(engine);
        double trayMegabytes = say("tray", trayBefore, trayAfter, tray.memory());
        double engineMegabytes = say("engine", engineBefore, engineAfter, engine.memory());
        double trayShare = trayAfter.processorSince(trayBefore);
        double engineShare = engineAfter.processorSince(engineBefore);
        out.printf(
                Locale.ROOT,
                "memory (proportional): tray %.1f MB + engine %.1f MB = %.1f MB%n",
                trayMegabytes,
                engineMegabytes,
                trayMegabytes + engineMegabytes);
        out.printf(
                Locale.ROOT,
                "processor: tray %.2f %% + engine %.2f %% = %.2f %% of one core%n",
                100 * trayShare,
                100 * engineShare,
                100 * (trayShare + engineShare));
    }

    // Megabytes in all.
    private double say(String name, Reading before, Reading after, Map<IdleProcess.Kind, Long> memory) {
        double all = memory.values().stream().mapToLong(Long::longValue).sum() / 1e6;
        out.printf(
                Locale.ROOT,
                "%s: archived classes %.1f MB, libraries %.1f MB, all else %.1f MB; %.1f waits a second%n",
                name,
                memory.getOrDefault(IdleProcess.Kind.CLASSES, 0L) / 1e6,
                memory.getOrDefault(IdleProcess.Kind.LIBRARIES, 0L) / 1e6,
                memory.getOrDefault(IdleProcess.Kind.OWN, 0L) / 1e6,
                after.waitsSince(before));
        return all;
    }

    /** What a process had used at an instant. */
    private record Reading(long nanos, double processorSeconds, long waits) {
        static Reading of(IdleProcess process) throws IOException {
            return new Reading(System.nanoTime(), process.processorSeconds(), process.waits());
        }

        /** As a share of one core. */
        double processorSince(Reading before) {
            return (processorSeconds - before.processorSeconds) / secondsSince(before);
        }

        double waitsSince(Reading before) {
            return (waits - before.waits) / secondsSince(before);
        }

        private double secondsSince(Reading before) {
            return (nanos - before.nanos) / 1e9;
        }
    }
}
