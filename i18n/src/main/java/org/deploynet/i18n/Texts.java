package org.deploynet.i18n;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sentences people read, in one language. Each area has its own bundle file; a key names its area first
 * ({@code command.status.sharing}). Immutable, safe from any thread.
 */
public final class Texts {
    /** The bundle files, and the first word of every key in them. */
    public static final List<String> AREAS = List.of("command", "desktop", "engine", "publish", "signaling", "site");
    /** A language tag ({@code de}, {@code ar-EG}) here is used instead of the system's language. */
    public static final String LANGUAGE_VARIABLE = "DEPLOYNET_LANGUAGE";

    /** A command line has twenty commands that each ask for them, and reading five files takes a cold process long. */
    private static final Map<Locale, Texts> READ = new ConcurrentHashMap<>();

    private final Locale locale;
    private final String language;
    private final List<ResourceBundle> bundles;

    private Texts(Locale locale) {
        this.locale = locale;
        this.language = Languages.of(locale);
        this.bundles =
                AREAS.stream().map(area -> Languages.area(area, language)).toList();
    }

    /** The texts for {@code locale}, English where a language is missing. */
    public static Texts of(Locale locale) {
        return READ.computeIfAbsent(locale, Texts::new);
    }

    /** The texts in the language that {@code environment} names, else in the system's. */
    public static Texts ofEnvironment(Map<String, String> environment) {
        String tag = environment.getOrDefault(LANGUAGE_VARIABLE, "");
        return of(tag.isBlank() ? Locale.getDefault(Locale.Category.DISPLAY) : Locale.forLanguageTag(tag));
    }

    /** Whose numbers and times the texts are given with. */
    public Locale locale() {
        return locale;
    }

    /** The language of the texts, as its two letters; not the locale's where there is no translation. */
    public String language() {
        return language;
    }

    public boolean isRightToLeft() {
        return language.equals("ar");
    }

    /** The sentence of {@code key}, as it stands; with {@code arguments} they are put in as {@link MessageFormat} says. */
    public String get(String key, Object... arguments) {
        String pattern = pattern(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
    }

    /**
     * The sentence about {@code number} things. {@code family} is the key without the word for the plural and ends with a dot;
     * {@code {0}} is the number, {@code arguments} follow it.
     */
    public String count(String family, long number, Object... arguments) {
        String exact = family + Plural.of(language, number).keyEnd();
        String key = has(exact) ? exact : family + Plural.OTHER.keyEnd();
        var all = new ArrayList<Object>(
                List.of(NumberFormat.getIntegerInstance(locale).format(number)));
        all.addAll(List.of(arguments));
        return get(key, all.toArray());
    }

    private boolean has(String key) {
        return bundles.stream().anyMatch(bundle -> bundle.containsKey(key));
    }

    /** All areas as one bundle, for a library that looks its texts up itself; the texts are patterns. */
    public ResourceBundle asBundle() {
        return new AllAreas(bundles);
    }

    private String pattern(String key) {
        return bundles.stream()
                .filter(bundle -> bundle.containsKey(key))
                .findFirst()
                .map(bundle -> bundle.getString(key))
                .orElseThrow(() -> new MissingResourceException("no text " + key, Texts.class.getName(), key));
    }

    private static final class AllAreas extends ResourceBundle {
        private final List<ResourceBundle> bundles;

        AllAreas(List<ResourceBundle> bundles) {
            this.bundles = bundles;
        }

        @Override
        protected @Nullable Object handleGetObject(String key) {
            return bundles.stream()
                    .filter(bundle -> bundle.containsKey(key))
                    .findFirst()
                    .map(bundle -> bundle.getObject(key))
                    .orElse(null);
        }

        @Override
        public Enumeration<String> getKeys() {
            Set<String> keys = new LinkedHashSet<>();
            bundles.forEach(bundle -> keys.addAll(bundle.keySet()));
            return Collections.enumeration(keys);
        }
    }
}
