package org.deploynet.control.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Credits as every face writes them, so that a figure reads the same wherever it stands. */
public final class CreditWords {
    private static final int MICRO_DIGITS = 6;
    private static final long SMALL_MICROCREDITS = 100_000;
    private static final int USUAL_DIGITS = 2;
    private static final int SMALL_DIGITS = 4;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(?:[.,][0-9]{1,6})?");

    private CreditWords() {}

    /**
     * Microcredits of {@code 12}, {@code 0.5} or {@code 0,000001}: a point and a comma are the same here, since a separator of
     * thousands is no part of it.
     *
     * @throws IllegalArgumentException it is no such number
     */
    public static long parse(String text) {
        String number = text.strip();
        if (!NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("credits are a number with at most six digits behind the point");
        }
        return new BigDecimal(number.replace(',', '.'))
                .movePointRight(MICRO_DIGITS)
                .longValueExact();
    }

    /** As {@link #format}, but not shortened: {@link #parse} gives the same back. */
    public static String exact(long microcredits) {
        BigDecimal number = BigDecimal.valueOf(microcredits, MICRO_DIGITS).stripTrailingZeros();
        return number.toPlainString();
    }

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
