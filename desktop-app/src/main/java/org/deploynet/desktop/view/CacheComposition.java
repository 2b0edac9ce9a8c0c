package org.deploynet.desktop.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deploynet.control.CacheHealth;
import org.deploynet.control.CacheReport;
import org.deploynet.desktop.view.CacheFigures.Fill;
import org.deploynet.desktop.view.CacheFigures.Kind;
import org.deploynet.desktop.view.CacheFigures.Noted;
import org.deploynet.desktop.view.CacheFigures.Part;
import org.deploynet.desktop.view.CacheFigures.SiteLine;
import org.deploynet.i18n.Texts;

/** Composes {@link CacheFigures} of one report. */
final class CacheComposition {
    private final CacheReport report;
    private final Texts texts;
    private final Figures figures;

    CacheComposition(CacheReport report, Texts texts, Figures figures) {
        this.report = report;
        this.texts = texts;
        this.figures = figures;
    }

    CacheFigures compose() {
        return new CacheFigures(
                health(),
                used(),
                answered(),
                new Noted(
                        figures.size(report.turnover().storedBytes()),
                        texts.count("desktop.cache.pieces.", report.contents().pieces())),
                new Noted(figures.size(report.turnover().evictedBytes()), texts.get("desktop.cache.evicted.note")),
                fill(),
                texts.get(
                        "desktop.cache.disk",
                        size(report.fill().diskFreeBytes()),
                        figures.roundSize(report.fill().freeFloorBytes()).text()),
                report.sites().stream().map(this::site).toList());
    }

    private Headline health() {
        CacheHealth health = CacheHealth.of(report);
        Tone tone = switch (health) {
            case WELL, MENDED -> Tone.IDLE;
            case SERVING_ONLY -> Tone.PROBLEM;
        };
        String rotten = figures.count(report.damage().rottenPieces());
        return new Headline(tone, texts.get(health.textKey()), texts.get(health.reasonKey(), rotten), false, "");
    }

    private Noted used() {
        return new Noted(
                figures.size(report.fill().usedBytes()),
                texts.get(
                        "desktop.overview.cache.of",
                        figures.roundSize(report.fill().quotaBytes()).text()));
    }

    private Noted answered() {
        CacheReport.Demand demand = report.demand();
        return demand.wanted() == 0
                ? new Noted(new Figure("–", ""), texts.get("desktop.cache.answered.none"))
                : new Noted(
                        new Figure(figures.percent(demand.hits(), demand.wanted()), ""),
                        texts.get("desktop.cache.answered.note", size(demand.hitBytes())));
    }

    private Fill fill() {
        long quota = Math.max(1, report.fill().quotaBytes());
        long used = Math.min(quota, report.fill().usedBytes());
        long room = Math.min(quota - used, report.fill().roomBytes());
        var parts = new ArrayList<Part>();
        add(parts, Kind.USED, used, quota);
        add(parts, Kind.ROOM, room, quota);
        add(parts, Kind.OUT_OF_REACH, quota - used - room, quota);
        return new Fill(parts, parts.stream().map(Part::words).collect(Collectors.joining(", ")));
    }

    private void add(List<Part> parts, Kind kind, long bytes, long quota) {
        if (bytes > 0) {
            String name = switch (kind) {
                case USED -> "used";
                case ROOM -> "room";
                case OUT_OF_REACH -> "out-of-reach";
            };
            parts.add(new Part(kind, (double) bytes / quota, texts.get("desktop.cache.fill." + name, size(bytes))));
        }
    }

    private SiteLine site(CacheReport.Site site) {
        return new SiteLine(
                site.site(),
                Addresses.name(site.origin()),
                texts.get("desktop.overview.site.kept", size(site.keptBytes()), size(site.wantedBytes())),
                Figures.fraction(site.keptBytes(), site.wantedBytes()));
    }

    private String size(long bytes) {
        return figures.size(bytes).text();
    }
}
