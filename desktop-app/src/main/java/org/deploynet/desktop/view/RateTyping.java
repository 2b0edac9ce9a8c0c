package org.deploynet.desktop.view;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.words.RateWords;
import org.deploynet.i18n.Texts;

/** A rate in bytes a second, as {@code 5 MB/s}, {@code 40 Mbit/s}, {@code 0} or the word for unlimited. Immutable. */
public final class RateTyping implements Typing<Long> {
    private static final long UNLIMITED = UploadLimit.UNLIMITED.bytesPerSecond();
    private static final List<String> LARGEST_FIRST = List.of("GB/s", "MB/s", "kB/s");
    private static final int LARGEST_POWER = 9;
    private static final int MOST_DECIMALS = 3;
    private static final String IN_BITS = "bit";

    private final Texts texts;
    private final Figures figures;
    private final long least;

    private RateTyping(Texts texts, Figures figures, long least) {
        this.texts = texts;
        this.figures = figures;
        this.least = least;
    }

    public static RateTyping upload(Texts texts, Figures figures) {
        return new RateTyping(texts, figures, 0);
    }

    /** The least that a download may be, other than 0, is {@link DownloadLimit}'s. */
    public static RateTyping download(Texts texts, Figures figures) {
        return new RateTyping(texts, figures, DownloadLimit.LEAST_BYTES_PER_SECOND);
    }

    @Override
    public Typed<Long> read(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals(unlimited().toLowerCase(Locale.ROOT))) {
            return counts(UNLIMITED, word);
        }
        try {
            long rate = RateWords.parse(word).bytesPerSecond();
            boolean tooSlow = rate > 0 && rate < least;
            return tooSlow ? wrong("desktop.limits.rate-least", write(least)) : counts(rate, word);
        } catch (IllegalArgumentException noRate) {
            return isTooFast(word)
                    ? wrong(
                            "desktop.limits.rate-most",
                            figures.rate(UploadLimit.MAX_BYTES_PER_SECOND).text())
                    : wrong("desktop.limits.no-rate", unlimited());
        }
    }

    @Override
    public String write(Long rate) {
        if (rate == UNLIMITED) {
            return unlimited();
        }
        if (rate == 0) {
            return "0";
        }
        int power = LARGEST_POWER;
        for (String unit : LARGEST_FIRST) {
            BigDecimal number = BigDecimal.valueOf(rate).movePointLeft(power).stripTrailingZeros();
            if (number.compareTo(BigDecimal.ONE) >= 0 && number.scale() <= MOST_DECIMALS) {
                return number.toPlainString() + " " + unit;
            }
            power -= MOST_DECIMALS;
        }
        return rate + " B/s";
    }

    private Typed<Long> counts(long rate, String word) {
        if (rate == UNLIMITED) {
            return new Typed.Counts<>(rate, "");
        }
        if (rate == 0) {
            return new Typed.Counts<>(rate, texts.get("desktop.limits.none"));
        }
        Figure other = word.contains(IN_BITS) ? figures.rate(rate) : figures.bitRate(rate);
        return new Typed.Counts<>(rate, other.text());
    }

    private Typed<Long> wrong(String key, String argument) {
        return new Typed.Wrong<>(texts.get(key, argument));
    }

    // A rate that is one but for its size: its kilobyte is a rate, too.
    private static boolean isTooFast(String word) {
        try {
            return RateWords.parse(word.replaceFirst("[0-9]+([.,][0-9]+)?", "1"))
                            .bytesPerSecond()
                    > 0;
        } catch (IllegalArgumentException noRate) {
            return false;
        }
    }

    private String unlimited() {
        return texts.get("desktop.limits.unlimited");
    }
}
