package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code deploynet cache …} against a real engine process, over its real socket. */
class CacheCommandTest {
    @TempDir
    private Path data;

    /** What a command printed, and its exit code. */
    private record Said(int code, String out, String err) {}

    private Said cache(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = DeployNet.commandLine(Texts.of(Locale.US));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(Stream.of(List.of("cache"), List.of(arguments), List.of("--data", data.toString()))
                .flatMap(List::stream)
                .toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private CacheReport report() throws Exception {
        Said said = cache("status", "--json");
        return ControlJson.convert(
                ControlJson.parse(said.out().getBytes(java.nio.charset.StandardCharsets.UTF_8)), CacheReport.class);
    }

    @Test
    void saysHowFullTheCacheIsAndHowItDoes() throws Exception {
        try (var _ = RunningPeer.start(data, "--quota", "5 GB")) {
            Said said = cache("status");

            assertEquals(0, said.code(), said.err());
            assertTrue(said.out().startsWith("The cache is well. It keeps what was verified"), said.out());
            assertTrue(said.out().contains(" of 5.0 GB used; "), said.out());
            assertTrue(said.out().contains("0 pieces in 0 files, in " + data.resolve("cache")), said.out());
            assertTrue(said.out().contains("No browser has asked since the start."), said.out());

            CacheReport report = report();
            assertEquals(5_000_000_000L, report.fill().quotaBytes());
            assertEquals(data.resolve("cache").toString(), report.folder());
            assertTrue(report.fill().usedBytes() > 0 && report.fill().roomBytes() > 0, report.toString());
        }
    }

    @Test
    void limitsAndRuleCountAtOnceAndAfterARestart() throws Exception {
        try (var peer = RunningPeer.start(data)) {
            Said limit = cache("limit", "--quota", "3 GB");
            assertEquals(0, limit.code(), limit.err());
            assertTrue(limit.out().startsWith("The cache may take 3.0 GB; "), limit.out());
            assertEquals(3_000_000_000L, report().fill().quotaBytes());
            Said policy = cache("policy", "lru");
            assertEquals(0, policy.code(), policy.err());
            assertTrue(policy.out().startsWith("What makes way first (lru): "), policy.out());
            peer.terminate();
            assertEquals(0, peer.exitCode());
        }
        try (var _ = RunningPeer.start(data)) {
            assertEquals(3_000_000_000L, report().fill().quotaBytes());
            assertEquals(EvictionPolicy.LRU, report().policy());
        }
    }

    @Test
    void aQuotaOutOfItsBoundsIsRefusedInWords() throws Exception {
        try (var _ = RunningPeer.start(data)) {
            Said said = cache("limit", "--quota", "1 MB");
            assertEquals(1, said.code());
            assertTrue(said.err().contains("quotaBytes may not be 1000000"), said.err());
        }
    }

    @Test
    void checksAllThatIsKeptAndWaitsForTheEnd() throws Exception {
        try (var _ = RunningPeer.start(data)) {
            assertTrue(report().scrub().lastFinished().isEmpty());
            Said said = cache("verify");
            assertEquals(0, said.code(), said.err());
            assertEquals("All 0 pieces were sound.\n", said.out());
            assertTrue(report().scrub().lastFinished().isPresent());
            assertEquals(0, cache("scrub").code());
            assertEquals(0, cache("scrub", "--stop").code());
        }
    }

    @Test
    void movesToAnEmptyFolderAndSaysWhatIsInTheWayOfAnother() throws Exception {
        Path full = Files.createDirectories(data.resolve("photos"));
        Files.writeString(full.resolve("photo"), "mine");
        Path empty = data.resolve("elsewhere");
        try (var _ = RunningPeer.start(data)) {
            Said refused = cache("move", full.toString());
            assertEquals(1, refused.code());
            assertTrue(refused.out().contains("There are other files in that folder"), refused.out());
            assertEquals(data.resolve("cache").toString(), report().folder());

            Said moved = cache("move", empty.toString());
            assertEquals(0, moved.code(), moved.out() + moved.err());
            assertEquals("Moved to " + empty + ".\n", moved.out());
            assertEquals(empty.toString(), report().folder());
        }
        assertTrue(Files.exists(full.resolve("photo")));
    }

    @Test
    void aSiteThatIsNotKeptIsNamedByItsIdAlone() throws Exception {
        try (var _ = RunningPeer.start(data)) {
            assertEquals("No site is pinned.\n", cache("pin", "--list").out());
            assertEquals(0, cache("pin", "5f".repeat(20)).code());
            assertEquals(0, cache("share", "5f".repeat(20), "10").code());
            Said unknown = cache("pin", "a.example");
            assertEquals(2, unknown.code());
            assertTrue(unknown.err().contains("a.example"), unknown.err());
        }
    }

    @Test
    void withoutAnEngineEveryQuestionEndsWithFour() {
        for (String[] question : new String[][] {
            {"status"},
            {"verify"},
            {"scrub"},
            {"move", "/elsewhere"},
            {"policy"},
            {"pin", "--list"},
            {"share", "a", "10"},
            {"limit", "--free", "1 GB"}
        }) {
            assertEquals(4, cache(question).code(), String.join(" ", question));
        }
    }

    @Test
    void badUsageEndsWithTwo() {
        assertEquals(2, cache().code());
        assertEquals(2, cache("status", "--xml").code());
        assertEquals(2, cache("limit").code());
        assertEquals(2, cache("policy", "fifo").code());
        assertEquals(2, cache("move").code());
        assertEquals(2, cache("pin").code());
        assertEquals(2, cache("share", "a").code());
        assertEquals(2, cache("share", "a", "101").code());
    }
}
