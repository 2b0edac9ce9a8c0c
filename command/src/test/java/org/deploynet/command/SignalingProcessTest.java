package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalingProcessTest {
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.:]+");

    @TempDir
    private Path data;

    @Test
    void startsServesEndsInOrderAndStartsAgainAsTheSameNetwork() throws Exception {
        String network;
        try (var server = new Running(data)) {
            network = server.get("/v1/network");
            assertTrue(server.get("/health").contains("\"state\":\"ok\""));
            server.process.destroy();
            assertEquals(0, server.exitCode());
        }
        try (var server = new Running(data)) {
            assertEquals(network, server.get("/v1/network"));
        }
    }

    @Test
    void aSecondOneOfTheSameFolderEndsWithThreeAndTheFirstGoesOn() throws Exception {
        try (var first = new Running(data)) {
            var second = process(data);
            assertTrue(second.waitFor(30, TimeUnit.SECONDS));
            assertEquals(3, second.exitValue());
            assertTrue(first.get("/health").contains("\"state\":\"ok\""));
        }
    }

    private static Process process(Path data) throws java.io.IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        everything(),
                        "org.deploynet.command.DeployNet",
                        "signaling",
                        "--data",
                        data.toString(),
                        "--port",
                        "0"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String everything() {
        return Optional.ofNullable(System.getProperty("jdk.module.path"))
                .map(modules -> modules + File.pathSeparator + System.getProperty("java.class.path"))
                .orElse(System.getProperty("java.class.path", ""));
    }

    /** {@code deploynet signaling} as a process of its own, ready. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final URI address;

        private Running(Path data) throws java.io.IOException {
            process = process(data);
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            Matcher ready = ADDRESS.matcher(String.valueOf(out.readLine()));
            assertTrue(ready.find(), "it says where it answers");
            address = URI.create(ready.group());
        }

        private String get(String path) throws java.io.IOException, InterruptedException {
            try (var http = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(address.resolve(path)).build();
                return http.send(request, BodyHandlers.ofString()).body();
            }
        }

        private int exitCode() throws InterruptedException {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
