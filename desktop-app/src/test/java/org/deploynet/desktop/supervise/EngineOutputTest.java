package org.deploynet.desktop.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.process.OutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine process writes, and what is left of it when it ends. */
class EngineOutputTest {
    @TempDir
    private Path folder;

    @Test
    void anEngineThatWritesWithoutEndFillsNoDiskAndItsLastWordsAreKept() throws Exception {
        Path log = folder.resolve("engine.log");
        StartedEngine engine = new EngineStarter(command(), log).start();
        assertTrue(engine.endsWithin(Duration.ofMinutes(2)));
        assertEquals(new EngineEnd.How.Killed(6), engine.end().how());
        assertTrue(engine.lastWords().endsWith(TalkativeMain.LAST_WORDS), engine.lastWords());
        assertTrue(Files.size(log) <= TalkativeMain.BOUND, Files.size(log) + " bytes");
        long earlier = Files.size(OutputFile.earlier(log));
        assertTrue(earlier > 0 && earlier <= 2 * TalkativeMain.BOUND, earlier + " bytes");
    }

    private static List<String> command() {
        String everything = Optional.ofNullable(System.getProperty("jdk.module.path"))
                .map(modules -> modules + File.pathSeparator + System.getProperty("java.class.path"))
                .orElse(System.getProperty("java.class.path", ""));
        Path tests = Path.of("target", "test-classes").toAbsolutePath();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                tests + File.pathSeparator + everything,
                TalkativeMain.class.getName());
    }
}
