package org.deploynet.control.words;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.deploynet.control.UploadLimit;

/** Rates as people write them: {@code 5 MB/s}, {@code 40 Mbit/s}, {@code unlimited}. Decimal units. */
public final class RateWords {
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("b/s", BigDecimal.ONE),
            Map.entry("kb/s", BigDecimal.valueOf(1_000)),
            Map.entry("mb/s", BigDecimal.valueOf(1_000_000)),
            Map.entry("gb/s", BigDecimal.valueOf(1_000_000_000)),
            Map.entry("bit/s", new BigDecimal("0.125")),
            Map.entry("kbit/s", BigDecimal.valueOf(125)),
            Map.entry("mbit/s", BigDecimal.valueOf(125_000)),
            Map.entry("gbit/s", BigDecimal.valueOf(125_000_000)));

    private RateWords() {}

    /** @throws IllegalArgumentException with what is wrong in words */
    public static UploadLimit parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("unlimited")) {
            return UploadLimit.UNLIMITED;
        }
        // 0 means none whatever its unit.
        return word.equals("0")
                ? new UploadLimit(0)
                : new UploadLimit(Amount.parse(word).times(UNITS));
    }

    /** {@code 2.1 MB/s}. */
    public static String format(long bytesPerSecond, Locale locale) {
        if (bytesPerSecond < 1_000) {
            return bytesPerSecond + " B/s";
        }
        if (bytesPerSecond < 1_000_000) {
            return String.format(locale, "%.0f kB/s", bytesPerSecond / 1e3);
        }
        return String.format(locale, "%.1f MB/s", bytesPerSecond / 1e6);
    }

    /** {@code 5.0 MB/s (40 Mbit/s)}. */
    public static String formatWithBits(long bytesPerSecond, Locale locale) {
        String bits = String.format(locale, "%.2f", bytesPerSecond / 125_000.0).replaceAll("[.,٫]?0+$", "");
        return format(bytesPerSecond, locale) + " (" + bits + " Mbit/s)";
    }
}
