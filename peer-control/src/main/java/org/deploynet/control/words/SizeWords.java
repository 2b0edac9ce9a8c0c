package org.deploynet.control.words;

import java.math.BigDecimal;
import java.util.List;
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

    private static final List<String> LARGEST_FIRST = List.of("TB", "GB", "MB", "kB");
    private static final int MOST_DECIMALS = 6;

    private SizeWords() {}

    /** Bytes. @throws IllegalArgumentException with what is wrong in words */
    public static long parse(String text) {
        return text.strip().equals("0") ? 0 : Amount.parse(text).times(UNITS);
    }

    /** {@code 20 GB}, {@code 12.5 GB}: not rounded, so that {@link #parse} gives the same bytes back. */
    public static String exact(long bytes) {
        for (String unit : LARGEST_FIRST) {
            BigDecimal number = BigDecimal.valueOf(bytes)
                    .divide(UNITS.getOrDefault(unit.toLowerCase(Locale.ROOT), BigDecimal.ONE))
                    .stripTrailingZeros();
            if (number.compareTo(BigDecimal.ONE) >= 0 && number.scale() <= MOST_DECIMALS) {
                return number.toPlainString() + " " + unit;
            }
        }
        return bytes + " B";
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
