package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.deploynet.control.words.RateWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOON = Instant.parse("2026-11-21T11:00:00Z");

    private final Figures english = figures("en-US");
    private final Figures german = figures("de-DE");
    private final Figures arabic = figures("ar-EG");

    private static Figures figures(String language) {
        return new Figures(Texts.of(Locale.forLanguageTag(language)), BERLIN);
    }

    @Test
    void readsInEnglishAsOnTheCommandLine() {
        for (long amount :
                new long[] {0, 1, 999, 1_000, 1_450, 999_000, 1_000_000, 1_250_000, 2_140_000, 999_900_000}) {
            assertEquals(
                    RateWords.format(amount, Locale.US),
                    plain(english.rate(amount).text()));
            assertEquals(
                    SizeWords.format(amount, Locale.US),
                    plain(english.size(amount).text()));
        }
        assertEquals(RateWords.formatWithBits(5_000_000, Locale.US), plain(english.rateWithBits(5_000_000)));
    }

    @Test
    void writesRatesWithBitsBeside() {
        assertEquals("2.1\u00a0MB/s (17.1\u00a0Mbit/s)", english.rateWithBits(2_140_000));
        assertEquals("2,1\u00a0MB/s (17,1\u00a0Mbit/s)", german.rateWithBits(2_140_000));
        assertEquals("٢٫١\u00a0ميغابايت/ث", arabic.rate(2_140_000).text());
    }

    @Test
    void zeroIsZeroAndNotAFraction() {
        assertEquals("0", english.credits(0));
        assertEquals("0\u00a0B/s", english.rate(0).text());
        assertEquals("0\u00a0Mbit/s", english.bitRate(0).text());
    }

    @Test
    void creditsAreNeverRoundedUp() {
        assertEquals("4.99", english.credits(4_999_999));
        assertEquals("0.0071", english.credits(7_199));
        assertEquals("0.0000", english.credits(1));
        assertEquals("0.99", english.credits(999_999));
        assertEquals("-0.50", english.credits(-500_000));
    }

    @Test
    void aHundredPercentIsAll() {
        assertEquals("99%", english.percent(9_999, 10_000));
        assertEquals("100%", english.percent(10_000, 10_000));
        assertEquals("0%", english.percent(0, 0));
        assertEquals("93\u00a0%", german.percent(93, 100));
    }

    @Test
    void largeSizesAreTerabytes() {
        assertEquals("999.9\u00a0GB", english.size(999_900_000_000L).text());
        assertEquals("1.28\u00a0TB", english.size(1_283_000_000_000L).text());
    }

    @Test
    void aSizeThatSomebodySetHasNoEmptyFraction() {
        assertEquals("100\u00a0GB", english.roundSize(100_000_000_000L).text());
        assertEquals("1.5\u00a0GB", english.roundSize(1_500_000_000L).text());
    }

    @Test
    void durationsHaveTheirTwoLargestParts() {
        assertEquals("0 s", english.duration(Duration.ofSeconds(-5)));
        assertEquals("59 s", english.duration(Duration.ofSeconds(59)));
        assertEquals("15 min", english.duration(Duration.ofMinutes(15)));
        assertEquals("1 h 59 min", english.duration(Duration.ofMinutes(119)));
        assertEquals("2 d 1 h", english.duration(Duration.ofHours(49)));
        assertEquals("١ س ٥٩ د", arabic.duration(Duration.ofMinutes(119)));
    }

    @Test
    void momentsNameTheDayWhereItIsNotToday() {
        assertEquals("1:05\u202fPM", english.moment(NOON.plus(Duration.ofMinutes(65)), NOON));
        assertEquals("13:05", german.moment(NOON.plus(Duration.ofMinutes(65)), NOON));
        assertEquals("Sonntag, 08:00", german.moment(Instant.parse("2026-11-22T07:00:00Z"), NOON));
        assertEquals("28. Nov., 08:00", german.moment(Instant.parse("2026-11-28T07:00:00Z"), NOON));
        assertEquals("20. Nov., 08:00", german.moment(Instant.parse("2026-11-20T07:00:00Z"), NOON));
    }

    private static String plain(String text) {
        return text.replace('\u00a0', ' ');
    }
}
