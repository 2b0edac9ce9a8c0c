package org.deploynet.desktop.view;

import java.util.Locale;
import org.deploynet.control.UploadChoice;
import org.deploynet.i18n.Texts;

/** The upload limit as a rate, or the word for the automatic one. Immutable. */
public final class UploadTyping implements Typing<UploadChoice> {
    private final Texts texts;
    private final Typing<Long> rates;

    public UploadTyping(Texts texts, Figures figures) {
        this.texts = texts;
        this.rates = RateTyping.upload(texts, figures);
    }

    @Override
    public Typed<UploadChoice> read(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals(automatic().toLowerCase(Locale.ROOT)) || word.equals(UploadChoice.AUTOMATIC.toJson())) {
            return new Typed.Counts<>(UploadChoice.AUTOMATIC, "");
        }
        return switch (rates.read(text)) {
            case Typed.Counts<Long>(Long rate, String beside) -> new Typed.Counts<>(UploadChoice.of(rate), beside);
            case Typed.Wrong<Long>(String why) -> new Typed.Wrong<>(why);
        };
    }

    @Override
    public String write(UploadChoice choice) {
        return choice.fixed().map(limit -> rates.write(limit.bytesPerSecond())).orElse(automatic());
    }

    private String automatic() {
        return texts.get("desktop.limits.automatic");
    }
}
