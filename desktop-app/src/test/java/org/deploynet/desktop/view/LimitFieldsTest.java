package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitFieldsTest {
    private static final Texts TEXTS = Texts.of(Locale.US);

    @ParameterizedTest
    @CsvSource({"250 GB, 250000000000", "1.5TB, 1500000000000", "'64,5 MB', 64500000"})
    void takesSizesAsPeopleWriteThem(String text, long bytes) {
        assertEquals(new LimitFields.Sizes(bytes, 0), LimitFields.of(text, "0", TEXTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "250", "much", "-1 GB", "250 GB/s"})
    void saysHowToWriteWhatIsNoSize(String text) {
        assertEquals(wrong(true, "Write a size with its unit, as 250 GB or 500 MB."), LimitFields.of(text, "0", TEXTS));
        assertEquals(
                wrong(false, "Write a size with its unit, as 250 GB or 500 MB."), LimitFields.of("1 GB", text, TEXTS));
    }

    @Test
    void namesTheBoundsOfWhatIsOutsideOfThem() {
        assertEquals(wrong(true, "Between 64 MB and 1000 TB can be set."), LimitFields.of("63 MB", "0", TEXTS));
        assertEquals(wrong(false, "Between 0 B and 1000 TB can be set."), LimitFields.of("64 MB", "1001 TB", TEXTS));
        assertTrue(LimitFields.of("64 MB", "1000 TB", TEXTS) instanceof LimitFields.Sizes);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, 64_000_000, 12_500_000_000L, 46_123_456_789L, 1_000_000_000_000_000L})
    void whatStandsInAFieldCountsAsTheSameBytes(long bytes) {
        assertEquals(bytes, org.deploynet.control.words.SizeWords.parse(LimitFields.text(bytes)));
    }

    private static LimitFields wrong(boolean isQuota, String why) {
        return new LimitFields.Wrong(isQuota, why);
    }
}
