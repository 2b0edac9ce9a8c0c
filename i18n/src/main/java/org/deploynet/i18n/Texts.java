package org.deploynet.i18n;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The sentences people read, in one language. Each area has its own bundle file; a key names its area first
 * ({@code command.status.sharing}). Immutable, safe from any thread.
 */
public final class Texts {
    private static final List<String> AREAS = List.of("command", "engine", "publish", "signaling");

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

    /** The sentence of {@code key} with {@code arguments} put in as {@link MessageFormat} says. */
    public String get(String key, Object... arguments) {
        String pattern = pattern(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
    }

    private String pattern(String key) {
        return bundles.stream()
                .filter(bundle -> bundle.containsKey(key))
                .findFirst()
                .map(bundle -> bundle.getString(key))
                .orElseThrow(() -> new MissingResourceException("no text " + key, Texts.class.getName(), key));
    }
}
