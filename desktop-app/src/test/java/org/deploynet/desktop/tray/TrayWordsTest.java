package org.deploynet.desktop.tray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.UploadChoice;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.window.SampleConditions;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrayWordsTest {
    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final Map<String, EngineCondition> CONDITIONS = SampleConditions.all();

    @Test
    void saysStateRatesAndReason() {
        TrayFace face = face("sharing");

        assertEquals(TrayShape.SHARING, face.shape());
        assertTrue(
                face.headline().matches("(?U)Sharing with 12 browsers at 2.1\\sMB/s {3}▲ 2.1\\sMB/s  ▼ .*"),
                face.headline());
        assertFalse(face.reason().isBlank());
    }

    @Test
    void putsEntriesInTheirOrder() {
        assertEquals(
                List.of(
                        "status",
                        "today",
                        "reachability",
                        "line-1",
                        "open",
                        "line-2",
                        "pause",
                        "limit",
                        "line-3",
                        "quit"),
                keys(face("sharing").menu()));
    }

    @Test
    void offersToResumeOnlyWhatWasPausedOrDrained() {
        for (String held : List.of("paused", "draining")) {
            assertTrue(keys(face(held).menu()).contains("resume"), held);
            assertFalse(keys(face(held).menu()).contains("pause"), held);
        }
        assertFalse(keys(face("idle").menu()).contains("resume"));
    }

    @Test
    void offersNothingThatNeedsAnEngineWhenThereIsNone() {
        assertEquals(
                List.of("status", "line-1", "open", "line-2", "start-again", "line-3", "quit"),
                keys(face("given-up").menu()));
        assertEquals(
                List.of("status", "line-1", "open", "line-2", "quit"),
                keys(face("starting").menu()));
    }

    @Test
    void offersInSafeModeOnlyWhatTheEngineDoesThere() {
        assertEquals(
                List.of("status", "line-1", "open", "line-2", "resume", "line-3", "quit"),
                keys(face("safe-mode").menu()));
    }

    @Test
    void isShownAgainWhileItSpeaksOfTime() {
        TrayWords words = words("en");

        assertEquals(
                Optional.of(Duration.ofSeconds(1)), words.showableFor(condition("restarting"), SampleConditions.NOW));
        assertEquals(Optional.of(Duration.ofSeconds(10)), words.showableFor(condition("paused"), SampleConditions.NOW));
        assertEquals(Optional.empty(), words.showableFor(condition("sharing"), SampleConditions.NOW));
        assertEquals(Optional.empty(), words.showableFor(condition("given-up"), SampleConditions.NOW));
    }

    @Test
    void marksTheLimitThatCountsAlsoWhenItIsNoneOfTheUsual() {
        for (EngineCondition condition : CONDITIONS.values()) {
            Stream<MenuEntry.Option> options =
                    words("en").face(condition, SampleConditions.NOW.atZone(ZONE)).menu().stream()
                            .flatMap(TrayWordsTest::below)
                            .filter(MenuEntry.Option.class::isInstance)
                            .map(MenuEntry.Option.class::cast);
            long expected = condition.figures().isPresent() ? 1 : 0;
            assertEquals(expected, options.filter(MenuEntry.Option::chosen).count());
        }
    }

    @Test
    void namesTheAutomaticLimitAndWhatItIsNow() {
        TrayFace face = words("en").face(SampleConditions.automatic(), SampleConditions.NOW.atZone(ZONE));
        var limit = face.menu().stream()
                .filter(MenuEntry.Submenu.class::isInstance)
                .map(MenuEntry.Submenu.class::cast)
                .filter(menu -> menu.key().equals("limit"))
                .findFirst()
                .orElseThrow();

        assertEquals("Upload limit: Automatic (1.4\u00a0MB/s)", limit.text());
        assertEquals(
                new MenuEntry.Option(
                        "limit-automatic", "Automatic", new TrayAction.Limit(UploadChoice.AUTOMATIC), true),
                limit.entries().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "ar"})
    void hasWordsForEachConditionInEachLanguageAndNoKeyTwice(String language) {
        CONDITIONS.forEach((name, condition) -> {
            TrayFace face = words(language).face(condition, SampleConditions.NOW.atZone(ZONE));
            List<String> keys =
                    keys(face.menu().stream().flatMap(TrayWordsTest::below).toList());

            assertFalse(face.headline().isBlank(), name);
            assertEquals(keys.size(), new HashSet<>(keys).size(), name);
        });
    }

    private static Stream<MenuEntry> below(MenuEntry entry) {
        return entry instanceof MenuEntry.Submenu submenu
                ? Stream.concat(Stream.of(entry), submenu.entries().stream())
                : Stream.of(entry);
    }

    private static List<String> keys(List<MenuEntry> menu) {
        return menu.stream().map(MenuEntry::key).toList();
    }

    private static TrayFace face(String name) {
        return words("en").face(condition(name), SampleConditions.NOW.atZone(ZONE));
    }

    private static EngineCondition condition(String name) {
        return CONDITIONS.getOrDefault(name, new EngineCondition.Quitting());
    }

    private static TrayWords words(String language) {
        Texts texts = Texts.of(Locale.forLanguageTag(language));
        return new TrayWords(texts, new Figures(texts, ZONE));
    }
}
