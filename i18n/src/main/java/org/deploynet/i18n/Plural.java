package org.deploynet.i18n;

import java.util.Locale;

/**
 * The form a noun takes beside a whole number, by the rules of Unicode CLDR for the languages we have texts in. The name in
 * lower case ends the key of a text: {@code desktop.browsers.few}.
 */
enum Plural {
    ZERO,
    ONE,
    TWO,
    FEW,
    MANY,
    OTHER;

    static Plural of(String language, long number) {
        if (language.equals("ar")) {
            return arabic(number);
        }
        return number == 1 ? ONE : OTHER;
    }

    private static Plural arabic(long number) {
        int lastTwo = (int) (number % 100);
        if (number >= 0 && number <= 2) {
            return values()[(int) number];
        }
        if (lastTwo >= 3 && lastTwo <= 10) {
            return FEW;
        }
        return lastTwo >= 11 ? MANY : OTHER;
    }

    String keyEnd() {
        return name().toLowerCase(Locale.ROOT);
    }
}
