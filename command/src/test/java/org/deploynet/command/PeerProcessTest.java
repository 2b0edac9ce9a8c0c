package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The life of an engine process, as its owner meets it. */
class PeerProcessTest {
    @TempDir
    private Path data;

    /** What a command printed, and its exit code. */
    private record Said(int code, String out, String err) {}

    private Said run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = DeployNet.commandLine(Texts.of(Locale.US));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        var all = new java.util.ArrayList<>(java.util.List.of(arguments));
        all.addAll(java.util.List.of("--data", data.toString()));
        int code = line.execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    @Test
    void aPauseALimitAndAnIdentitySurviveTheEnd() throws Exception {
        try (var peer = RunningPeer.start(data)) {
            assertTrue(
                    run("status").out().startsWith("Not sharing. No signaling server is set"),
                    run("status").out());
            assertEquals(
                    "Upload limit 5.0 MB/s (40 Mbit/s).\n",
                    run("limit", "--up", "40 Mbit/s").out());
            assertEquals(
                    "Download limit 2.0 MB/s (16 Mbit/s).\nFiles are fetched from 22:00 to 07:00.\n",
                    run("limit", "--down", "2 MB/s", "--fill-hours", "22:00-07:00")
                            .out());
            assertEquals(2, run("limit", "--down", "5 kB/s").code());
            assertEquals(0, run("pause", "2", "h").code());
            peer.terminate();
            assertEquals(0, peer.exitCode());
        }
        Path identity = data.resolve("state").resolve("identity.json");
        String before = Files.readString(identity);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)));
        try (var peer = RunningPeer.start(data)) {
            Said status = run("status");
            assertTrue(status.out().startsWith("Paused. You paused sharing. Until "), status.out());
            assertTrue(status.out().contains("5.0 MB/s (40 Mbit/s)"), status.out());
            assertTrue(status.out().contains("Download limit 2.0 MB/s (16 Mbit/s). Files are fetched from 22:00 to"));
            assertEquals(0, run("resume").code());
            assertTrue(run("status", "--json").out().contains("\"state\" : \"problem\""));
            peer.terminate();
        }
        assertEquals(before, Files.readString(identity));
    }

    @Test
    void aSecondEngineEndsWithThreeAndTheFirstGoesOn() throws Exception {
        try (var first = RunningPeer.start(data);
                var second = RunningPeer.start(data)) {
            assertEquals(3, second.exitCode());
            assertEquals(0, run("status").code());
            first.terminate();
            assertEquals(0, first.exitCode());
        }
    }

    @Test
    void startsAgainAfterAKillAndCountsItsStarts() throws Exception {
        long before;
        try (var peer = RunningPeer.start(data)) {
            before = epoch();
            peer.kill();
        }
        assertEquals(4, run("status").code());
        try (var peer = RunningPeer.start(data)) {
            assertEquals(0, run("status").code());
            assertTrue(before < epoch());
            peer.terminate();
        }
    }

    private long epoch() throws java.io.IOException {
        return Long.parseLong(
                Files.readString(data.resolve("state").resolve("epoch")).strip());
    }

    @Test
    void endsInOrderWithinTwoSecondsOfBeingAsked() throws Exception {
        try (var peer = RunningPeer.start(data)) {
            long asked = System.nanoTime();
            peer.terminate();
            assertEquals(0, peer.exitCode());
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            assertTrue(took.compareTo(Duration.ofMillis(2_500)) < 0, "took " + took);
        }
        try (var files = Files.list(data.resolve("run"))) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".sock")));
        }
    }

    @Test
    void damagedSettingsAreKeptAsideAndSaid() throws Exception {
        Files.createDirectories(data.resolve("config"));
        Files.writeString(data.resolve("config").resolve("settings.json"), "{\"quotaBytes\":");
        try (var peer = RunningPeer.start(data)) {
            Said status = run("status");
            assertTrue(status.out().contains("the settings were damaged"), status.out());
            assertTrue(status.out().contains("settings.json.damaged-1"), status.out());
            peer.terminate();
        }
        assertTrue(Files.exists(data.resolve("config").resolve("settings.json.damaged-1")));
    }

    @Test
    void withoutAnEngineEveryQuestionEndsWithFour() {
        for (String[] question :
                new String[][] {{"status"}, {"pause"}, {"resume"}, {"drain"}, {"limit", "--up", "unlimited"}}) {
            Said said = run(question);
            assertEquals(4, said.code());
            assertTrue(said.err().contains("deploynet peer"), said.err());
        }
        assertEquals(0, run("paths").code());
    }

    @Test
    void aFolderThatCannotBeUsedIsNamed() throws Exception {
        Files.writeString(data.resolve("state"), "in the way");
        Said said = run("peer");
        assertEquals(2, said.code());
        assertTrue(said.err().contains(data.resolve("state").toString()), said.err());
    }

    @Test
    void aCacheThatCannotBeUsedEndsWithFive() throws Exception {
        Files.writeString(data.resolve("cache"), "in the way");
        Said said = run("peer");
        assertEquals(5, said.code());
        assertTrue(said.err().contains(data.resolve("cache").toString()), said.err());
    }

    @Test
    void aDiskBelowTheReserveEndsWithSix() {
        assertEquals(6, run("peer", "--free-floor", "900 TB").code());
    }

    @Test
    void afterThreeFailedStartsItSaysWhyAndResumeGoesOn() throws Exception {
        Files.writeString(data.resolve("cache"), "in the way");
        for (int start = 0; start < 3; start++) {
            assertEquals(5, run("peer").code());
        }
        try (var peer = RunningPeer.start(data)) {
            Said status = run("status");
            assertTrue(status.out().contains("Safe mode"), status.out());
            assertTrue(status.out().contains(data.resolve("cache").toString()), status.out());
            assertEquals(1, run("pause").code());
            Files.delete(data.resolve("cache"));
            assertEquals(0, run("resume").code());
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                Said again = run("status");
                return again.code() == 0 && !again.out().contains("Safe mode");
            });
            assertTrue(Files.isDirectory(data.resolve("cache/segments")));
            assertFalse(Files.exists(data.resolve("state/failed-starts.json")));
            peer.terminate();
            assertEquals(0, peer.exitCode());
        }
    }

    @Test
    void badUsageEndsWithTwo() {
        assertEquals(2, run("peer", "--quota", "1 MB").code());
        assertEquals(2, run("peer", "--quota", "much").code());
        assertEquals(2, run("peer", "--upload", "fast").code());
        assertEquals(2, run("peer", "--signaling", "ws://example.org").code());
        assertEquals(2, run("peer", "--browsers", "0").code());
        assertEquals(2, run("pause", "soon").code());
        assertEquals(2, run("limit", "--up", "5").code());
    }
}
