package org.deploynet.control.words;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;

/** Sizes as people write them: {@code 250 GB}, {@code 1.5 TB}. Decimal units. */
public final class SizeWords {
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "b", BigDecimal.ONE,
            "kb", BigDecimal.valueOf(1_000),
            "mb", BigDecimal.valueOf(1_000_000),
            "gb", BigDecimal.valueOf(1_000_000_000),
            "tb", BigDecimal.valueOf(1_000_000_000_000L));

    private SizeWords() {}

    /** Bytes. @throws IllegalArgumentException with what is wrong in words */
    public static long parse(String text) {
        return text.strip().equals("0") ? 0 : Amount.parse(text).times(UNITS);
    }

    /** {@code 4.2 GB}. */
    public static String format(long bytes, Locale locale) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return String.format(locale, "%.1f kB", bytes / 1e3);
        }
        if (bytes < 1_000_000_000) {
            return String.format(locale, "%.1f MB", bytes / 1e6);
        }
        return String.format(locale, "%.1f GB", bytes / 1e9);
    }
}
