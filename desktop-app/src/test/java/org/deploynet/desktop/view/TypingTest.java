package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of the Limits screen take, and what they say to the rest. */
final class TypingTest {
    private static final Texts TEXTS = Texts.of(Locale.US);
    private static final Figures FIGURES = new Figures(TEXTS, ZoneOffset.UTC);
    private static final Typing<Long> UPLOAD = RateTyping.upload(TEXTS, FIGURES);
    private static final Typing<Long> DOWNLOAD = RateTyping.download(TEXTS, FIGURES);
    private static final Typing<Optional<Long>> CAP = new CapTyping(TEXTS);

    @ParameterizedTest
    @CsvSource({
        "5 MB/s, 5000000, 40\u00a0Mbit/s",
        "40 Mbit/s, 5000000, 5.0\u00a0MB/s",
        "'1,5mb/s', 1500000, 12\u00a0Mbit/s",
        "0, 0, none"
    })
    void takesRatesInEitherUnitAndSaysTheOther(String text, long rate, String beside) {
        assertEquals(new Typed.Counts<>(rate, beside), UPLOAD.read(text));
    }

    @Test
    void unlimitedIsAWordInTheOwnersLanguageAndInEnglish() {
        Texts german = Texts.of(Locale.GERMANY);
        Typing<Long> typing = RateTyping.upload(german, new Figures(german, ZoneOffset.UTC));
        long unlimited = UploadLimit.UNLIMITED.bytesPerSecond();

        assertEquals("unbegrenzt", typing.write(unlimited));
        assertEquals(new Typed.Counts<>(unlimited, ""), typing.read("Unbegrenzt"));
        assertEquals(new Typed.Counts<>(unlimited, ""), typing.read(" unlimited"));
        assertEquals(new Typed.Counts<>(Optional.empty(), ""), new CapTyping(german).read("unbegrenzt"));
    }

    @Test
    void automaticIsAWordToo() {
        Texts german = Texts.of(Locale.GERMANY);
        Typing<UploadChoice> typing = new UploadTyping(german, new Figures(german, ZoneOffset.UTC));

        assertEquals("automatisch", typing.write(UploadChoice.AUTOMATIC));
        assertEquals(new Typed.Counts<>(UploadChoice.AUTOMATIC, ""), typing.read(" Automatisch"));
        assertEquals(new Typed.Counts<>(UploadChoice.AUTOMATIC, ""), typing.read("automatic"));
        assertEquals("5 MB/s", typing.write(UploadChoice.of(5_000_000)));
        assertEquals(new Typed.Counts<>(UploadChoice.of(5_000_000), "5,0\u00a0MB/s"), typing.read("40 Mbit/s"));
        assertInstanceOf(Typed.Wrong.class, typing.read("auto"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "fast", "-1 MB/s", "5 MB", "5 GB/h"})
    void saysHowToWriteWhatIsNoRate(String text) {
        assertEquals(
                new Typed.Wrong<>("Write a rate with its unit, as 5 MB/s or 40 Mbit/s, 0 for none, or unlimited."),
                UPLOAD.read(text));
    }

    @Test
    void namesTheBoundThatIsCrossed() {
        assertEquals(
                new Typed.Wrong<>("Write 0, or at least 10 kB/s: origins give up on slower readers."),
                DOWNLOAD.read("9999 B/s"));
        assertInstanceOf(Typed.Counts.class, DOWNLOAD.read("10 kB/s"));
        assertInstanceOf(Typed.Counts.class, DOWNLOAD.read("0"));
        assertInstanceOf(Typed.Counts.class, UPLOAD.read("1 B/s"));
        assertEquals(new Typed.Wrong<>("The most that can be set is 1,099,511.6\u00a0MB/s."), UPLOAD.read("1100 GB/s"));
        assertEquals(
                new Typed.Wrong<>("The most that can be set is 1000 TB; without a cap write unlimited."),
                CAP.read("1001 TB"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999, 10_000, 1_234_567, 1_250_000, 5_000_000, 1L << 40, Long.MAX_VALUE})
    void whatStandsInAFieldCountsAsTheSameRate(long rate) {
        for (Locale locale : List.of(Locale.US, Locale.GERMANY, Locale.forLanguageTag("ar-EG"))) {
            Texts texts = Texts.of(locale);
            Typing<Long> typing = RateTyping.upload(texts, new Figures(texts, ZoneOffset.UTC));
            var read = assertInstanceOf(Typed.Counts.class, typing.read(typing.write(rate)));
            assertEquals(rate, read.value());
        }
    }

    @Test
    void nothingAtAllIsNoCapAndZeroIsOne() {
        assertEquals(new Typed.Counts<>(Optional.empty(), ""), CAP.read(" "));
        assertEquals(new Typed.Counts<>(Optional.of(0L), ""), CAP.read("0"));
        assertEquals(
                new Typed.Counts<>(Optional.of(250_000_000_000L), ""),
                CAP.read(CAP.write(Optional.of(250_000_000_000L))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "10001", "12 browsers", "1.5", "99999999999"})
    void browsersAreAWholeNumberWithinItsBounds(String text) {
        assertEquals(
                new Typed.Wrong<>("Write a whole number from 1 to 10,000."),
                new CountTyping(TEXTS, FIGURES).read(text));
        assertEquals(new Typed.Counts<>(10_000, ""), new CountTyping(TEXTS, FIGURES).read(" 10000 "));
    }

    @Test
    void aProgramIsTheNameOfItsFile() {
        assertEquals(new Typed.Counts<>("obs", ""), NameTyping.program(" obs ", List.of("zoom"), TEXTS));
        assertInstanceOf(Typed.Wrong.class, NameTyping.program("obs", List.of("obs"), TEXTS));
        assertInstanceOf(Typed.Wrong.class, NameTyping.program("C:\\obs.exe", List.of(), TEXTS));
        assertInstanceOf(Typed.Counts.class, NameTyping.program("x".repeat(100), List.of(), TEXTS));
        assertInstanceOf(Typed.Wrong.class, NameTyping.program("x".repeat(101), List.of(), TEXTS));
        assertEquals(new Typed.Counts<>("Café / 5 GHz", ""), NameTyping.network("Café / 5 GHz", List.of(), TEXTS));
        assertInstanceOf(Typed.Wrong.class, NameTyping.network("Home", List.of("Home"), TEXTS));
    }
}
