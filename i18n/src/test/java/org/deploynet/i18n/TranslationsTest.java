package org.deploynet.i18n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** German and Arabic say what English says. */
final class TranslationsTest {
    private static final Path BUNDLES = Path.of("src/main/resources/org/deploynet/i18n");
    private static final List<String> TRANSLATED_AREAS = List.of("desktop", "engine");
    private static final Pattern PLURAL = Pattern.compile("(.*)\\.(zero|one|two|few|many|other)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+");
    private static final Map<String, Set<String>> FORMS = Map.of(
            "en", Set.of("one", "other"),
            "de", Set.of("one", "other"),
            "ar", Set.of("zero", "one", "two", "few", "many", "other"));

    @Test
    void everyLanguageHasTheSameTexts() throws IOException {
        for (String area : TRANSLATED_AREAS) {
            Set<String> english = withoutForms(read(area, "en"));
            for (String language : Languages.TRANSLATED) {
                assertEquals(english, withoutForms(read(area, language)), area + " " + language);
            }
        }
    }

    @Test
    void everyPluralHasTheFormsOfItsLanguage() throws IOException {
        for (String area : TRANSLATED_AREAS) {
            for (var language : FORMS.keySet()) {
                forms(read(area, language))
                        .forEach((family, forms) -> assertEquals(
                                new TreeSet<>(FORMS.getOrDefault(language, Set.of())), forms, family + " " + language));
            }
        }
    }

    @Test
    void everyTranslationPutsTheSameArgumentsIn() throws IOException {
        var different = new ArrayList<String>();
        for (String area : TRANSLATED_AREAS) {
            Map<String, String> english = read(area, "en");
            for (String language : Languages.TRANSLATED) {
                read(area, language).forEach((key, text) -> {
                    String original = english.getOrDefault(key, english.getOrDefault(family(key) + ".other", ""));
                    Set<String> wanted = placeholders(original);
                    Set<String> found = placeholders(text);
                    // A form for exactly none, one or two may say its number in a word.
                    if (isExact(key)) {
                        wanted.remove("{0");
                        found.remove("{0");
                    }
                    if (!wanted.equals(found)) {
                        different.add(language + " " + key);
                    }
                });
            }
        }
        assertEquals(List.of(), different);
    }

    @Test
    void everyTranslationIsAWellFormedPatternThatCanBeDrawn() throws IOException {
        for (String area : TRANSLATED_AREAS) {
            for (String language : Languages.TRANSLATED) {
                read(area, language).forEach((key, text) -> {
                    assertFalse(text.isBlank() || text.contains("'"), key);
                    // Only an option of the command line needs one: between Arabic words its dashes go to its end.
                    String plain = language.equals("ar") ? text.replace("\u200e--", "") : text;
                    assertFalse(plain.matches(".*[\\u200e\\u200f\\u2066-\\u2069].*"), key + " has a mark of direction");
                    assertFalse(language.equals("ar") && plain.contains("--"), key + " has an option without its mark");
                    new MessageFormat(text, Locale.ROOT).format(new Object[0]);
                });
            }
        }
    }

    @Test
    void arabicCountsInSixForms() {
        Texts arabic = Texts.of(Locale.forLanguageTag("ar"));
        String family = "desktop.overview.site.files.";

        assertEquals("لا ملفات", arabic.count(family, 0));
        assertEquals("ملف واحد", arabic.count(family, 1));
        assertEquals("ملفان", arabic.count(family, 2));
        assertEquals("3 ملفات", arabic.count(family, 3));
        assertEquals("10 ملفات", arabic.count(family, 10));
        assertEquals("11 ملفًا", arabic.count(family, 11));
        assertEquals("99 ملفًا", arabic.count(family, 99));
        assertEquals("100 ملف", arabic.count(family, 100));
        assertEquals("102 ملف", arabic.count(family, 102));
        assertEquals("103 ملفات", arabic.count(family, 103));
    }

    @Test
    void englishAndGermanCountInTwoForms() {
        String family = "desktop.overview.site.files.";

        assertEquals("0 files", Texts.of(Locale.US).count(family, 0));
        assertEquals("1 file", Texts.of(Locale.US).count(family, 1));
        assertEquals("1,204 files", Texts.of(Locale.US).count(family, 1_204));
        assertEquals("1 Datei", Texts.of(Locale.GERMANY).count(family, 1));
        assertEquals("1.204 Dateien", Texts.of(Locale.GERMANY).count(family, 1_204));
    }

    @Test
    void anEnglishReaderOnAGermanSystemReadsEnglish() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals("Overview", Texts.of(Locale.US).get("desktop.screen.overview"));
            assertEquals("Übersicht", Texts.ofEnvironment(Map.of()).get("desktop.screen.overview"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLanguageWithoutTextsReadsEnglishFromLeftToRight() {
        Texts persian = Texts.of(Locale.forLanguageTag("fa"));

        assertEquals("Overview", persian.get("desktop.screen.overview"));
        assertFalse(persian.isRightToLeft());
    }

    @Test
    void theEnvironmentChoosesTheLanguage() {
        Texts arabic = Texts.ofEnvironment(Map.of(Texts.LANGUAGE_VARIABLE, "ar-EG"));

        assertEquals("نظرة عامة", arabic.get("desktop.screen.overview"));
        assertEquals("٣ ملفات", arabic.count("desktop.overview.site.files.", 3));
    }

    private static Map<String, String> read(String area, String language) throws IOException {
        String file = language.equals("en") ? area + ".properties" : area + "_" + language + ".properties";
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(BUNDLES.resolve(file))) {
            properties.load(in);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (a, b) -> a, TreeMap::new));
    }

    private static Set<String> withoutForms(Map<String, String> texts) {
        return texts.keySet().stream().map(TranslationsTest::family).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> forms(Map<String, String> texts) {
        var forms = new TreeMap<String, Set<String>>();
        for (String key : texts.keySet()) {
            var plural = PLURAL.matcher(key);
            if (plural.matches()) {
                forms.computeIfAbsent(plural.group(1), family -> new TreeSet<>())
                        .add(plural.group(2));
            }
        }
        return forms;
    }

    private static String family(String key) {
        var plural = PLURAL.matcher(key);
        return plural.matches() ? plural.group(1) : key;
    }

    private static boolean isExact(String key) {
        return key.endsWith(".zero") || key.endsWith(".one") || key.endsWith(".two");
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
