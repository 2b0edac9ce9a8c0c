package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engine processes with one identity, at a real server: the older one is refused, and says what to do. */
class ClonedIdentityTest {
    private static final String REFUSED = "was started elsewhere since";
    private static final String CONNECTED = "\"link\" : \"connected\"";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private SignalingServer server;

    private Path original;

    @BeforeEach
    void start() throws Exception {
        server = SignalingServer.start(
                SignalingOptions.in(folder.resolve("network")).withPort(0));
        original = folder.resolve("original");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RunningPeer peer(Path data) throws IOException {
        return RunningPeer.start(data, "--signaling", server.superPeers().toString());
    }

    private static void awaitSaid(Path data, String what, String... command) {
        patiently().until(() -> Said.of(data, command).out().contains(what));
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }

    private static void awaitConnected(Path data) {
        awaitSaid(data, CONNECTED, "status", "--json");
    }

    private Path copied(String name) throws IOException {
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(original.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }

    @Test
    void ofACopiedDataFolderTheOneThatWasStartedLastGoesOnAndTheOtherSaysWhatToDo() throws Exception {
        try (var first = peer(original)) {
            awaitConnected(original);
            Path copy = copied("copy");
            try (var second = peer(copy)) {
                awaitConnected(copy);
                awaitSaid(original, REFUSED, "status");
                assertTrue(Said.of(original, "status").out().contains("End the other one, then start this one again."));
                awaitSaid(original, "\"reason\" : \"clone\"", "status", "--json");
                second.terminate();
                assertEquals(0, second.exitCode());
            }
            first.terminate();
            assertEquals(0, first.exitCode());
        }
        try (var again = peer(original)) {
            awaitConnected(original);
            again.terminate();
        }
    }

    @Test
    void anIdentityRestoredElsewhereTakesOverFromTheOneThatStillRuns() throws Exception {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
        String backup = folder.resolve("backup").toString();
        Path elsewhere = folder.resolve("elsewhere");
        try (var first = peer(original)) {
            awaitConnected(original);
            List<String> by = List.of("--passphrase-file", passphrase.toString());
            assertEquals(0, identity(original, "backup", backup, by).code());
            assertEquals(3, identity(original, "restore", backup, by).code(), "its engine runs");
            assertEquals(0, identity(elsewhere, "restore", backup, by).code());
            try (var second = peer(elsewhere)) {
                awaitConnected(elsewhere);
                awaitSaid(original, REFUSED, "status");
                second.terminate();
            }
            first.terminate();
        }
    }

    private static Said identity(Path data, String what, String file, List<String> by) {
        return Said.of(
                data,
                Stream.concat(Stream.of("identity", what, file), by.stream()).toArray(String[]::new));
    }
}
