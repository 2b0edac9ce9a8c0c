package org.deploynet.command;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code deploynet peer} as a process of its own, in one data folder. */
final class RunningPeer implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private RunningPeer(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it; returns when it has said that it is ready, or has ended. */
    static RunningPeer start(Path data, String... options) throws IOException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                everything(),
                "org.deploynet.command.DeployNet",
                "peer",
                "--data",
                data.toString(),
                "--free-floor",
                "0"));
        command.addAll(List.of(options));
        var peer = new RunningPeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        String first = peer.out.readLine();
        if (first != null && !first.contains("\"ready\":true")) {
            throw new IOException("the first line is " + first);
        }
        return peer;
    }

    // Surefire splits what it runs into a module path and a class path; this process needs no modules.
    private static String everything() {
        return Optional.ofNullable(System.getProperty("jdk.module.path"))
                .map(modules -> modules + File.pathSeparator + System.getProperty("java.class.path"))
                .orElse(System.getProperty("java.class.path", ""));
    }

    /** What the system's own way to end a process does. */
    void terminate() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the peer does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
