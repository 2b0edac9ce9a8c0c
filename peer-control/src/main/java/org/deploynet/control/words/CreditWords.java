package org.deploynet.control.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;

/** Credits as every face writes them, so that a figure reads the same wherever it stands. */
public final class CreditWords {
    private static final int MICRO_DIGITS = 6;
    private static final long SMALL_MICROCREDITS = 100_000;
    private static final int USUAL_DIGITS = 2;
    private static final int SMALL_DIGITS = 4;

    private CreditWords() {}

    /** {@code 4.20}, and {@code 0.0071} below a tenth. Never rounded up: nobody is told of more than there is. */
    public static String format(long microcredits, Locale locale) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        int digits = microcredits == 0 ? 0 : Math.abs(microcredits) < SMALL_MICROCREDITS ? SMALL_DIGITS : USUAL_DIGITS;
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(BigDecimal.valueOf(microcredits, MICRO_DIGITS));
    }
}
