package org.deploynet.benchmarks.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.deploynet.benchmarks.ProcessFigures;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.Served;
import org.deploynet.control.EngineSnapshot;

/** A whole engine as {@code ./deploynet peer} starts it, without an upload limit, keeping the site. */
public final class EngineUnderLoad implements AutoCloseable {
    private static final int ENDS_WITHIN_SECONDS = 20;

    private final Process process;
    private final Path data;
    private final long pid;

    /** Returns once it keeps the site. {@code options} are added to those that such an engine has. */
    public EngineUnderLoad(PublishedSite site, Path data, int browsers, String... options) throws IOException {
        this.data = data;
        process = start(site, data, browsers, options);
        try {
            pid = Served.await(data, site.site().objectBytes()).engine().pid();
        } catch (IllegalStateException e) {
            process.destroy();
            throw e;
        }
    }

    private static Process start(PublishedSite site, Path data, int browsers, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of("deploynet").toAbsolutePath().toString(),
                "peer",
                "--data",
                data.toString(),
                "--signaling",
                "ws://127.0.0.1:" + site.signaling().uri().getPort() + "/v1/super-peer",
                "--upload",
                "unlimited",
                "--browsers",
                String.valueOf(browsers),
                "--free-floor",
                "0",
                "--allow-local-peers",
                "--allow-local-origin",
                site.site().origin().toString()));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DEPLOYNET_NO_BUILD", "yes");
        return builder.start();
    }

    public long pid() {
        return pid;
    }

    public double processorSeconds() throws IOException {
        return ProcessFigures.processorSeconds(pid);
    }

    /** What it says of itself now. */
    public EngineSnapshot snapshot() throws IOException {
        return Served.snapshot(data);
    }

    /** At once, as the kernel does it: {@code kill -9}. Returns when it is gone. */
    public void kill() throws InterruptedException {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    /** Its exit code, once it has ended by itself; empty if that takes longer. */
    public OptionalInt awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Memory, in proportional set size, once its heap is collected and what is free of the native one is given back. */
    public long proportionalBytes() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        for (String order : List.of("GC.run", "GC.run", "System.trim_native_heap")) {
            Tool.run(List.of(jcmd.toString(), String.valueOf(pid), order));
        }
        return ProcessFigures.proportionalBytes(pid);
    }

    /** Memory that is resident, with all garbage. */
    public long residentBytes() throws IOException {
        return ProcessFigures.residentBytes(pid);
    }

    /** The most that was resident since {@link #forgetMostResident}. */
    public long mostResidentBytes() throws IOException {
        return ProcessFigures.mostResidentBytes(pid);
    }

    public void forgetMostResident() throws IOException {
        ProcessFigures.forgetMostResident(pid);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
