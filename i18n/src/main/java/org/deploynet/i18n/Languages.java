package org.deploynet.i18n;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Which languages there are texts in, and their files. Not {@link ResourceBundle#getBundle}: for English on a German system it
 * would answer German, since it asks the system's language before the root bundle.
 */
final class Languages {
    static final String ENGLISH = "en";
    /** English is complete; the others have the areas that a window or a tray shows. */
    static final List<String> TRANSLATED = List.of("de", "ar");

    private Languages() {}

    /** The language texts of {@code locale} are in. */
    static String of(Locale locale) {
        return TRANSLATED.contains(locale.getLanguage()) ? locale.getLanguage() : ENGLISH;
    }

    /** The texts of one area: the language's own, English where it has none. */
    static ResourceBundle area(String area, String language) {
        ResourceBundle english = read(area + ".properties", null)
                .orElseThrow(() -> new IllegalStateException("there is no bundle " + area));
        return language.equals(ENGLISH)
                ? english
                : read(area + "_" + language + ".properties", english).orElse(english);
    }

    private static Optional<ResourceBundle> read(String file, @Nullable ResourceBundle behind) {
        try (InputStream in = Languages.class.getResourceAsStream(file)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new Area(new InputStreamReader(in, StandardCharsets.UTF_8), behind));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the texts " + file, e);
        }
    }

    private static final class Area extends PropertyResourceBundle {
        Area(InputStreamReader in, @Nullable ResourceBundle behind) throws IOException {
            super(in);
            if (behind != null) {
                setParent(behind);
            }
        }
    }
}
