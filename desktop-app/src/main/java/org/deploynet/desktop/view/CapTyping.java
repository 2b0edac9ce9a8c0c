package org.deploynet.desktop.view;

import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** The most data of a month in bytes, as {@code 250 GB}; the word for unlimited, or nothing at all, is no cap. Immutable. */
public final class CapTyping implements Typing<Optional<Long>> {
    private static final String UNLIMITED = "unlimited";

    private final Texts texts;

    public CapTyping(Texts texts) {
        this.texts = texts;
    }

    @Override
    public Typed<Optional<Long>> read(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.equals(UNLIMITED) || word.equals(unlimited().toLowerCase(Locale.ROOT))) {
            return new Typed.Counts<>(Optional.empty(), "");
        }
        try {
            long bytes = SizeWords.parse(word);
            return bytes <= DataCap.MOST_BYTES
                    ? new Typed.Counts<>(Optional.of(bytes), "")
                    : new Typed.Wrong<>(
                            texts.get("desktop.limits.cap-bounds", SizeWords.exact(DataCap.MOST_BYTES), unlimited()));
        } catch (IllegalArgumentException noSize) {
            return new Typed.Wrong<>(texts.get("desktop.limits.no-size", unlimited()));
        }
    }

    @Override
    public String write(Optional<Long> bytes) {
        return bytes.map(SizeWords::exact).orElse(unlimited());
    }

    private String unlimited() {
        return texts.get("desktop.limits.unlimited");
    }
}
