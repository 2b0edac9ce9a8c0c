package org.deploynet.control.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    private static final int BOUND = 10_000;

    @TempDir
    private Path folder;

    private Path file;
    private OutputFile output;

    @BeforeEach
    void begin() throws Exception {
        file = folder.resolve("engine.log");
        Files.createFile(file);
        output = new OutputFile(file, BOUND);
    }

    private static void say(OutputStream out, int from, int to) throws Exception {
        for (int line = from; line < to; line++) {
            out.write(String.format("line %04d%n", line).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(line -> String.format("line %04d", line))
                .toList();
    }

    @Test
    void leavesAFileAloneThatIsWithinTheBound() throws Exception {
        Files.write(file, new byte[BOUND]);
        output.emptyWhenFull();
        assertEquals(BOUND, Files.size(file));
        assertFalse(Files.exists(OutputFile.earlier(file)));
    }

    /** As the writing process does: its file stays open for appending. */
    @Test
    void losesNoLineOfTheLatestAndKeepsTheTwoFilesBelowTheBound() throws Exception {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            for (int hundred = 0; hundred < 90; hundred++) {
                say(out, hundred * 100, hundred * 100 + 100);
                output.emptyWhenFull();
                assertTrue(Files.size(file) <= BOUND, "the file has " + Files.size(file) + " bytes");
                var kept = new ArrayList<String>();
                if (Files.exists(OutputFile.earlier(file))) {
                    assertTrue(Files.size(OutputFile.earlier(file)) <= 2 * BOUND);
                    kept.addAll(Files.readAllLines(OutputFile.earlier(file)));
                }
                kept.addAll(Files.readAllLines(file));
                int last = hundred * 100 + 100;
                assertEquals(
                        lines(last - Math.min(last, 900), last),
                        kept.subList(Math.max(0, kept.size() - 900), kept.size()));
            }
        }
    }

    @Test
    void ofAFileThatGrewFarBeyondTheBoundTheEndIsKept() throws Exception {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            say(out, 0, 9_000);
            output.emptyWhenFull();
            say(out, 9_000, 9_001);
        }
        assertEquals(lines(9_000, 9_001), Files.readAllLines(file));
        List<String> earlier = Files.readAllLines(OutputFile.earlier(file));
        assertEquals(lines(9_000 - 999, 9_000), earlier.subList(earlier.size() - 999, earlier.size()));
        assertTrue(Files.size(OutputFile.earlier(file)) <= BOUND);
    }
}
