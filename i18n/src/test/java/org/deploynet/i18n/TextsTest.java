package org.deploynet.i18n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TextsTest {
    private static final String AREA = "(?:" + String.join("|", Texts.AREAS) + ")";
    private static final Pattern LITERAL = Pattern.compile("[\"{:](" + AREA + "\\.[\\w.-]*)[\"}]");
    private static final Pattern CERTAIN = Pattern.compile("\\$\\{bundle:([\\w.-]+)}"
            + "|(?:\\bget|\\bsay|Failure)\\(\\s*(?:[\\w.]+,\\s*)*\"(" + AREA + "\\.[\\w.-]*)\"");

    private final Texts texts = Texts.of(Locale.ENGLISH);
    private final Set<String> keys = texts.asBundle().keySet();

    @Test
    void everyKeyThatACallNamesExists() throws IOException {
        List<String> missing =
                named(CERTAIN).stream().filter(Predicate.not(this::exists)).toList();

        assertEquals(List.of(), missing);
    }

    @Test
    void everyKeyIsUsed() throws IOException {
        Collection<String> named = named(LITERAL);
        List<String> unused = keys.stream()
                .filter(key ->
                        named.stream().noneMatch(name -> name.endsWith(".") ? key.startsWith(name) : key.equals(name)))
                .sorted()
                .toList();

        assertEquals(List.of(), unused);
    }

    @Test
    void everyPatternIsWellFormed() {
        var malformed = new ArrayList<String>();
        for (String key : keys) {
            String pattern = texts.get(key);
            try {
                if (pattern.contains("{")) {
                    new MessageFormat(pattern, Locale.ENGLISH).format(new Object[0]);
                }
            } catch (IllegalArgumentException e) {
                malformed.add(key + ": " + e.getMessage());
            }
            if (pattern.isBlank() || pattern.contains("'")) {
                malformed.add(key + ": empty, or with an ASCII apostrophe, which quotes in a pattern");
            }
        }
        assertEquals(List.of(), malformed);
    }

    @Test
    void everyKeyBeginsWithItsAreaAndStandsOnce() throws IOException {
        for (String area : Texts.AREAS) {
            List<String> names;
            try (Stream<String> lines =
                    Files.lines(Path.of("src/main/resources/org/deploynet/i18n/" + area + ".properties"))) {
                names = lines.filter(line -> line.matches("\\S[^#=]*=.*"))
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .toList();
            }
            assertEquals(
                    List.of(),
                    names.stream().filter(name -> !name.startsWith(area + ".")).toList());
            Set<String> twice = names.stream()
                    .filter(name -> Collections.frequency(names, name) > 1)
                    .collect(Collectors.toSet());
            assertEquals(Set.of(), twice);
        }
    }

    @Test
    void putsArgumentsIn() {
        assertEquals(
                "Port 8780 is taken by another program. Choose another one, or 0 for any free one.",
                texts.get("command.demo.portTaken", "8780"));
    }

    @Test
    void namesTheKeyThatIsMissing() {
        var failure = assertThrows(MissingResourceException.class, () -> texts.get("command.no.such.key"));
        assertEquals("command.no.such.key", failure.getKey());
    }

    @Test
    void offersAllAreasAsOneBundle() {
        ResourceBundle bundle = texts.asBundle();

        assertTrue(bundle.containsKey("command.summary"));
        assertTrue(bundle.containsKey("publish.summary"));
        assertThrows(MissingResourceException.class, () -> bundle.getString("publish.no.such.key"));
    }

    private boolean exists(String name) {
        return name.endsWith(".") ? keys.stream().anyMatch(key -> key.startsWith(name)) : keys.contains(name);
    }

    private static Collection<String> named(Pattern pattern) throws IOException {
        var found = new TreeSet<String>();
        for (Path source : sources()) {
            pattern.matcher(Files.readString(source))
                    .results()
                    .map(TextsTest::firstGroup)
                    .forEach(found::add);
        }
        assertTrue(
                found.size() > 50, "only " + found.size() + " keys were found: the pattern no longer fits the sources");
        return found;
    }

    private static String firstGroup(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        throw new IllegalStateException("no group matched in " + match.group());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of(".."), 20, (file, attributes) -> file.toString().endsWith(".java"))) {
            return files.filter(file -> file.toString().contains("/src/main/java/"))
                    .toList();
        }
    }
}
