package org.deploynet.control.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.deploynet.control.UploadLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 11, 21, 12, 0, 0, 0, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "5 MB/s, 5000000",
        "5MB/s, 5000000",
        "40 Mbit/s, 5000000",
        "1.5 MB/s, 1500000",
        "'1,5 MB/s', 1500000",
        "800 kbit/s, 100000",
        "1 Gbit/s, 125000000",
        "0, 0",
        "0 MB/s, 0"
    })
    void readsRatesAsPeopleWriteThem(String text, long bytesPerSecond) {
        assertEquals(new UploadLimit(bytesPerSecond), RateWords.parse(text));
    }

    @Test
    void readsUnlimitedAsAWord() {
        assertTrue(RateWords.parse(" Unlimited ").isUnlimited());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "five MB/s",
                "5 MB",
                "-5 MB/s",
                "5 MB/s/s",
                "1e9 MB/s",
                "5 PB/s",
                "99999999999 GB/s",
                "٥ MB/s"
            })
    void refusesWhatIsNoRate(String text) {
        assertThrows(IllegalArgumentException.class, () -> RateWords.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"250 GB, 250000000000", "1.5 TB, 1500000000000", "64MB, 64000000", "0, 0"})
    void readsSizes(String text, long bytes) {
        assertEquals(bytes, SizeWords.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB", "5", "5 GB/s", "-1 GB", "999999999999 TB"})
    void refusesWhatIsNoSize(String text) {
        assertThrows(IllegalArgumentException.class, () -> SizeWords.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"2h, PT2H", "15 min, PT15M", "90 s, PT1M30S", "1 day, PT24H", "1.5 h, PT1H30M"})
    void readsLengthsOfAPause(String text, Duration length) {
        assertEquals(length, PauseWords.parse(text, NOON));
    }

    @Test
    void tomorrowIsEightInTheMorning() {
        assertEquals(Duration.ofHours(20), PauseWords.parse("tomorrow", NOON));
    }

    @Test
    void tomorrowCountsTheHourThatSummerTimeTakes() {
        ZonedDateTime before = ZonedDateTime.of(2026, 3, 28, 20, 0, 0, 0, ZoneId.of("Europe/Berlin"));
        assertEquals(Duration.ofHours(11), PauseWords.parse("tomorrow", before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 s", "2", "two hours", "367 days", "-1 h", "9999999999 h"})
    void refusesWhatIsNoPause(String text) {
        assertThrows(IllegalArgumentException.class, () -> PauseWords.parse(text, NOON));
    }

    @Test
    void writesRatesInBytesWithBitsBeside() {
        assertEquals("5.0 MB/s (40 Mbit/s)", RateWords.formatWithBits(5_000_000, Locale.US));
        assertEquals("300 kB/s (2.4 Mbit/s)", RateWords.formatWithBits(300_000, Locale.US));
        assertEquals("10 kB/s (0,08 Mbit/s)", RateWords.formatWithBits(10_000, Locale.GERMANY));
        assertEquals("1250.0 MB/s (10000 Mbit/s)", RateWords.formatWithBits(1_250_000_000, Locale.US));
        assertEquals("0 B/s (0 Mbit/s)", RateWords.formatWithBits(0, Locale.US));
        assertEquals("2.1 MB/s", RateWords.format(2_100_000, Locale.US));
        assertEquals("0 B/s", RateWords.format(0, Locale.US));
    }

    @Test
    void writesSizesAndLengths() {
        assertEquals("4.2 GB", SizeWords.format(4_200_000_000L, Locale.US));
        assertEquals("1 h 59 min", PauseWords.format(Duration.ofMinutes(119)));
        assertEquals("0 s", PauseWords.format(Duration.ofSeconds(-3)));
    }
}
