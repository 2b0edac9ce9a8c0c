package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.desktop.view.CacheFigures.Kind;
import org.deploynet.desktop.view.CacheFigures.Part;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

final class CacheFiguresTest {
    private static final long GB = 1_000_000_000;
    private static final Texts TEXTS = Texts.of(Locale.US);
    private static final Figures FIGURES = new Figures(TEXTS, ZoneOffset.UTC);
    private static final CacheReport.Damage SOUND = new CacheReport.Damage(0, 0, 0);
    private static final CacheReport.Scrub CHECKED =
            new CacheReport.Scrub(false, false, 0, 0, 0, Optional.empty(), Optional.empty());

    @Test
    void theFillEndsWhereTheQuotaDoes() {
        CacheFigures.Fill fill = figures(fill(25, 100, 10, 500)).fill();

        assertEquals(List.of(Kind.USED, Kind.ROOM), kinds(fill));
        assertEquals(0.25, fill.parts().getFirst().fraction());
        assertEquals("25.0\u00a0GB used, 75.0\u00a0GB more may come", fill.spoken());
    }

    @Test
    void whatTheDiskCannotGiveIsOutOfReach() {
        CacheFigures.Fill fill = figures(fill(25, 100, 10, 60)).fill();

        assertEquals(List.of(Kind.USED, Kind.ROOM, Kind.OUT_OF_REACH), kinds(fill));
        assertEquals(
                List.of(0.25, 0.5, 0.25),
                fill.parts().stream().map(Part::fraction).toList());
    }

    @Test
    void aDiskBelowItsFloorLeavesNoRoomAtAll() {
        assertEquals(
                List.of(Kind.USED, Kind.OUT_OF_REACH),
                kinds(figures(fill(25, 100, 10, 9)).fill()));
    }

    @Test
    void aQuotaBelowWhatIsUsedIsFull() {
        CacheFigures.Fill fill = figures(fill(120, 100, 10, 500)).fill();

        assertEquals(List.of(Kind.USED), kinds(fill));
        assertEquals(1, fill.parts().getFirst().fraction());
    }

    @Test
    void theHitRateIsRoundedDownAndSaysSoWhenNobodyAsked() {
        assertEquals("99%", figures(demand(9_999, 1)).answered().figure().text());
        assertEquals("–", figures(demand(0, 0)).answered().figure().text());
        assertEquals(
                "No browser has asked yet", figures(demand(0, 0)).answered().note());
    }

    @Test
    void healthNamesTheGravestFirst() {
        assertEquals("The cache is well", health(0, 0, Optional.empty()).sentence());
        assertEquals("The cache is well again", health(3, 3, Optional.empty()).sentence());
        Headline damaged = health(3, 1, Optional.empty());
        assertEquals(Tone.PROBLEM, damaged.tone());
        assertTrue(damaged.reason().startsWith("Found since the start: 3; fetched again so far: 1."), damaged.reason());
        assertEquals(
                "Serving only: the disk is full",
                health(3, 1, Optional.of(CacheReport.ServesOnly.FULL)).sentence());
    }

    @Test
    void everyReasonToServeOnlyHasItsWords() {
        for (CacheReport.ServesOnly why : CacheReport.ServesOnly.values()) {
            Headline headline = health(0, 0, Optional.of(why));
            assertEquals(Tone.PROBLEM, headline.tone());
            assertFalse(headline.reason().isBlank());
        }
    }

    @Test
    void aCheckUnderWaySaysHowFarAndWhyItWaits() {
        var waiting = new CacheReport.Scrub(
                true, false, 1, 4, 2, Optional.empty(), Optional.of(CacheReport.Scrub.Pause.ON_BATTERY));
        CacheFigures.Check check = figures(waiting, Optional.empty()).check();

        assertEquals(0.25, check.progress().orElseThrow());
        assertFalse(check.hurried());
        assertEquals(
                "A check runs at leisure: 25% done, 2 damaged pieces found. It waits while the computer runs on battery.",
                check.words());
    }

    @Test
    void aCheckThatIsThroughSaysWhenAndWhatItFound() {
        var sound = new CacheReport.Scrub(false, false, 4, 9, 0, Optional.of(Instant.EPOCH), Optional.empty());
        var found = new CacheReport.Scrub(false, false, 4, 9, 2, Optional.of(Instant.EPOCH), Optional.empty());

        assertEquals(
                "Last check 12:00\u202fAM: all 4 pieces were sound.",
                figures(sound, Optional.empty()).check().words());
        assertEquals(
                "Last check 12:00\u202fAM: 2 of 4 pieces were damaged. None was sent; they are fetched again.",
                figures(found, Optional.empty()).check().words());
    }

    @Test
    void aMoveSaysHowFarItIsAndWhyItFailed() {
        var half = new CacheReport.Move(CacheReport.Move.State.COPYING, "/disk", GB, 2 * GB, Optional.empty(), "");
        var failed = new CacheReport.Move(
                CacheReport.Move.State.FAILED,
                "/disk",
                0,
                2 * GB,
                Optional.of(CacheReport.Move.Obstacle.NOT_EMPTY),
                "/disk/photos");
        CacheFigures.Move moving =
                figures(CHECKED, Optional.of(half)).place().move().orElseThrow();

        assertEquals(0.5, moving.progress().orElseThrow());
        assertTrue(moving.words().startsWith("On its way, 1.0\u00a0GB of 2.0\u00a0GB."), moving.words());
        assertEquals("/disk", moving.details());
        CacheFigures.Move stayed =
                figures(CHECKED, Optional.of(failed)).place().move().orElseThrow();
        assertTrue(stayed.progress().isEmpty());
        assertEquals(
                "The move did not work; everything is where it was. There are other files in that folder; choose an empty one.",
                stayed.words());
        assertEquals("/disk/photos", stayed.details());
        assertTrue(moving.canCancel() && !stayed.canCancel());
        assertTrue(figures(CHECKED, Optional.empty()).place().move().isEmpty());
    }

    @Test
    void everyObstacleAndEveryPauseHasItsWordsInEveryLanguage() {
        for (String language : List.of("en", "de", "ar")) {
            Texts texts = Texts.of(Locale.forLanguageTag(language));
            for (var obstacle : CacheReport.Move.Obstacle.values()) {
                assertFalse(texts.get(obstacle.textKey()).isBlank());
            }
            for (var pause : CacheReport.Scrub.Pause.values()) {
                assertFalse(texts.get(pause.textKey()).isBlank());
            }
            for (var policy : EvictionPolicy.values()) {
                assertFalse(texts.get(policy.reasonKey()).isBlank());
            }
        }
    }

    private static Headline health(long rotten, long mended, Optional<CacheReport.ServesOnly> servesOnly) {
        return figures(
                        fill(1, 2, 0, 9),
                        demand(0, 0),
                        new CacheReport.Damage(rotten, mended, 0),
                        servesOnly,
                        CHECKED,
                        Optional.empty())
                .health();
    }

    private static List<Kind> kinds(CacheFigures.Fill fill) {
        return fill.parts().stream().map(Part::kind).toList();
    }

    private static CacheFigures figures(CacheReport.Fill fill) {
        return figures(fill, demand(0, 0), SOUND, Optional.empty(), CHECKED, Optional.empty());
    }

    private static CacheFigures figures(CacheReport.Demand demand) {
        return figures(fill(1, 2, 0, 9), demand, SOUND, Optional.empty(), CHECKED, Optional.empty());
    }

    private static CacheFigures figures(CacheReport.Scrub scrub, Optional<CacheReport.Move> move) {
        return figures(fill(1, 2, 0, 9), demand(0, 0), SOUND, Optional.empty(), scrub, move);
    }

    private static CacheReport.Fill fill(long usedGb, long quotaGb, long floorGb, long freeGb) {
        return new CacheReport.Fill(usedGb * GB, quotaGb * GB, floorGb * GB, freeGb * GB);
    }

    private static CacheReport.Demand demand(long hits, long misses) {
        return new CacheReport.Demand(hits, misses, hits * 1_000);
    }

    private static CacheFigures figures(
            CacheReport.Fill fill,
            CacheReport.Demand demand,
            CacheReport.Damage damage,
            Optional<CacheReport.ServesOnly> servesOnly,
            CacheReport.Scrub scrub,
            Optional<CacheReport.Move> move) {
        var report = new CacheReport(
                Instant.EPOCH,
                "/cache",
                fill,
                new CacheReport.Contents(1, 1),
                demand,
                new CacheReport.Turnover(0, 0, 0),
                damage,
                servesOnly,
                Optional.empty(),
                EvictionPolicy.LRU,
                scrub,
                move,
                List.of());
        return CacheFigures.of(report, TEXTS, FIGURES);
    }
}
