package org.deploynet.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deploynet.benchmarks.ProcessFigures;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.Served;

/** A whole engine as {@code ./deploynet peer} starts it, without an upload limit, keeping the site. */
final class EngineUnderLoad implements AutoCloseable {
    private static final int ENDS_WITHIN_SECONDS = 20;

    private final Process process;
    private final long pid;

    EngineUnderLoad(PublishedSite site, Path data, int browsers) throws IOException {
        process = start(site, data, browsers);
        try {
            pid = Served.await(data, site.site().objectBytes()).engine().pid();
        } catch (IllegalStateException e) {
            process.destroy();
            throw e;
        }
    }

    private static Process start(PublishedSite site, Path data, int browsers) throws IOException {
        var command = List.of(
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
                site.site().origin().toString());
        var builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DEPLOYNET_NO_BUILD", "yes");
        return builder.start();
    }

    long pid() {
        return pid;
    }

    double processorSeconds() throws IOException {
        return ProcessFigures.processorSeconds(pid);
    }

    /** Memory, in proportional set size, once its heap is collected and what is free of the native one is given back. */
    long proportionalBytes() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        for (String order : List.of("GC.run", "GC.run", "System.trim_native_heap")) {
            Tool.run(List.of(jcmd.toString(), String.valueOf(pid), order));
        }
        return ProcessFigures.proportionalBytes(pid);
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
