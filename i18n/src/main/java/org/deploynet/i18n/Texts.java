package org.deploynet.i18n;

import java.text.MessageFormat;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sentences people read, in one language. Each area has its own bundle file; a key names its area first
 * ({@code command.status.sharing}). Immutable, safe from any thread.
 */
public final class Texts {
    /** The bundle files, and the first word of every key in them. */
    public static final List<String> AREAS = List.of("command", "desktop", "engine", "publish", "signaling");

    private final Locale locale;
    private final List<ResourceBundle> bundles;

    private Texts(Locale locale) {
        this.locale = locale;
        this.bundles = AREAS.stream()
                .map(area -> ResourceBundle.getBundle("org.deploynet.i18n." + area, locale, Texts.class.getModule()))
                .toList();
    }

    /** The texts for {@code locale}, English where a language is missing. */
    public static Texts of(Locale locale) {
        return new Texts(locale);
    }

    /** The sentence of {@code key}, as it stands; with {@code arguments} they are put in as {@link MessageFormat} says. */
    public String get(String key, Object... arguments) {
        String pattern = pattern(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
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
