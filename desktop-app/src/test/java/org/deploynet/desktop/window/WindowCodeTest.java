package org.deploynet.desktop.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that the compiler does not know. */
final class WindowCodeTest {
    private static final Path SOURCES = Path.of("src/main/java/org/deploynet/desktop");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Keys, style classes, ids and file names; colours and drawn paths; separators. What people read has none of these forms. */
    private static final Pattern NOT_FOR_PEOPLE = Pattern.compile(
            "[a-z0-9]+([.-][a-z0-9-]+)*\\.?" // keys, classes
                    + "|[a-z]+-|#[0-9a-f]{6}|[MmAaVvHhLlZz0-9 .,-]+" // beginnings of classes, colours, paths
                    + "|, |\\\\n| |");

    @Test
    void noTextForPeopleStandsInTheCodeOfTheWindow() throws IOException {
        var found = new ArrayList<String>();
        int looked = 0;
        for (Path source : sources("window")) {
            if (source.endsWith("Appearance.java")) {
                continue; // names of fonts and sheets only
            }
            for (String literal : literals(Files.readString(source))) {
                looked++;
                if (!NOT_FOR_PEOPLE.matcher(literal).matches()) {
                    found.add(source.getFileName() + ": " + literal);
                }
            }
        }
        assertEquals(List.of(), found);
        assertTrue(looked > 100, "only " + looked + " literals: the pattern no longer fits");
    }

    @Test
    void onlyOneClassCrossesToTheJavaFxThread() throws IOException {
        var crossing = new ArrayList<String>();
        for (Path source : sources("")) {
            String code = Files.readString(source);
            if (code.contains("Platform.runLater") || code.contains("Platform.startup")) {
                crossing.add(String.valueOf(source.getFileName()));
            }
        }
        assertEquals(List.of("FxThread.java"), crossing);
    }

    @Test
    void whatEveryFaceSaysNeedsNoToolkit() throws IOException {
        for (Path source : sources("view")) {
            String code = Files.readString(source);
            assertTrue(!code.contains("javafx.") && !code.contains("java.awt"), source + " uses a toolkit");
        }
    }

    @Test
    void noTextWrapsByItself() throws IOException {
        var wrapping = new ArrayList<String>();
        for (Path source : sources("window")) {
            if (Files.readString(source).contains("setWrapText(")) {
                wrapping.add(String.valueOf(source.getFileName()));
            }
        }
        assertEquals(List.of(), wrapping, "JavaFX throws when it wraps Arabic: use Paragraph");
    }

    private static List<Path> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> literals(String code) {
        String bare = code.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "");
        return LITERAL.matcher(bare)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
