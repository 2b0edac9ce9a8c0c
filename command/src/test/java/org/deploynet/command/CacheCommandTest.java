package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.control.CacheReport;
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
    void withoutAnEngineEveryQuestionEndsWithFour() {
        assertEquals(4, cache("status").code());
    }

    @Test
    void badUsageEndsWithTwo() {
        assertEquals(2, cache().code());
        assertEquals(2, cache("status", "--xml").code());
    }
}
