package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.control.CacheReport;
import org.deploynet.desktop.view.CacheFigures.Kind;
import org.deploynet.desktop.view.CacheFigures.Part;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

final class CacheFiguresTest {
    private static final long GB = 1_000_000_000;
    private static final Texts TEXTS = Texts.of(Locale.US);
    private static final Figures FIGURES = new Figures(TEXTS, ZoneOffset.UTC);

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
        assertEquals("The cache is well", health(0, true).sentence());
        assertEquals("The cache is well again", health(3, true).sentence());
        assertTrue(
                health(3, true).reason().contains("since the start: 3."),
                health(3, true).reason());
        assertEquals("Serving only", health(3, false).sentence());
        assertEquals(Tone.PROBLEM, health(3, false).tone());
    }

    private static Headline health(long rotten, boolean growing) {
        return CacheFigures.of(report(fill(1, 2, 0, 9), demand0(), rotten, growing), TEXTS, FIGURES)
                .health();
    }

    private static List<Kind> kinds(CacheFigures.Fill fill) {
        return fill.parts().stream().map(Part::kind).toList();
    }

    private static CacheFigures figures(CacheReport.Fill fill) {
        return CacheFigures.of(report(fill, demand0(), 0, true), TEXTS, FIGURES);
    }

    private static CacheFigures figures(CacheReport.Demand demand) {
        return CacheFigures.of(report(fill(1, 2, 0, 9), demand, 0, true), TEXTS, FIGURES);
    }

    private static CacheReport.Fill fill(long usedGb, long quotaGb, long floorGb, long freeGb) {
        return new CacheReport.Fill(usedGb * GB, quotaGb * GB, floorGb * GB, freeGb * GB);
    }

    private static CacheReport.Demand demand(long hits, long misses) {
        return new CacheReport.Demand(hits, misses, hits * 1_000);
    }

    private static CacheReport.Demand demand0() {
        return demand(0, 0);
    }

    private static CacheReport report(CacheReport.Fill fill, CacheReport.Demand demand, long rotten, boolean growing) {
        return new CacheReport(
                Instant.EPOCH,
                "/cache",
                fill,
                new CacheReport.Contents(1, 1),
                demand,
                new CacheReport.Turnover(0, 0),
                new CacheReport.Damage(rotten, 0),
                growing,
                Stream.of("https://a.example")
                        .map(origin -> new CacheReport.Site("aa", origin, 1, 2))
                        .toList());
    }
}
