package org.deploynet.desktop.view;

import java.util.regex.Pattern;
import org.deploynet.control.EngineConfig;
import org.deploynet.i18n.Texts;

/** How many browsers at once: a whole number within its bounds. Immutable. */
public final class CountTyping implements Typing<Integer> {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final Texts texts;
    private final Figures figures;

    public CountTyping(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
    }

    @Override
    public Typed<Integer> read(String text) {
        String word = text.strip();
        if (NUMBER.matcher(word).matches() && EngineConfig.BROWSERS.bound().allows(Integer.valueOf(word))) {
            return new Typed.Counts<>(Integer.valueOf(word), "");
        }
        return new Typed.Wrong<>(texts.get(
                "desktop.limits.no-count",
                figures.count(EngineConfig.LEAST_BROWSERS),
                figures.count(EngineConfig.MOST_BROWSERS)));
    }

    @Override
    public String write(Integer count) {
        return String.valueOf(count);
    }
}
