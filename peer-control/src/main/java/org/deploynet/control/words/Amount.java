package org.deploynet.control.words;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number and its unit, as people write them: {@code 5 MB/s}, {@code 1.5GB}. Immutable. */
record Amount(BigDecimal number, String unit) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:[.,][0-9]{1,6})?)\\s*(\\p{Alpha}*(?:/s)?)");

    static Amount parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (text.length() > 64 || !form.matches()) {
            throw new IllegalArgumentException("\"" + shortened(text) + "\" is not a number with a unit");
        }
        return new Amount(
                new BigDecimal(form.group(1).replace(',', '.')), form.group(2).toLowerCase(Locale.ROOT));
    }

    /** The whole number of base units. */
    long times(Map<String, BigDecimal> units) {
        BigDecimal factor = units.get(unit);
        if (factor == null) {
            throw new IllegalArgumentException(
                    unit.isEmpty() ? "a unit is missing" : "the unit \"" + unit + "\" is not known here");
        }
        BigDecimal value = number.multiply(factor);
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 2)) > 0) {
            throw new IllegalArgumentException("the number is too large");
        }
        return value.longValue();
    }

    private static String shortened(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }
}
