package org.deploynet.desktop.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
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
                new Noted(
                        figures.size(report.turnover().evictedBytes()),
                        texts.get(
                                "desktop.cache.evicted.note",
                                size(report.turnover().rescuedBytes()))),
                fill(),
                texts.get(
                        "desktop.cache.disk",
                        size(report.fill().diskFreeBytes()),
                        figures.roundSize(report.fill().freeFloorBytes()).text()),
                check(),
                new CacheFigures.Place(report.folder(), report.move().map(this::move)),
                new CacheFigures.Limits(
                        report.fill().quotaBytes(), report.fill().freeFloorBytes()),
                report.policy(),
                report.sites().stream().map(this::site).toList());
    }

    private Headline health() {
        CacheHealth health = CacheHealth.of(report);
        Tone tone = switch (health) {
            case WELL, MENDED -> Tone.IDLE;
            case MOVING, REBUILDING -> Tone.STARTING;
            case DAMAGED, FULL, READ_ONLY, FAILING, GONE -> Tone.PROBLEM;
        };
        return new Headline(tone, healthWords(health.textKey()), healthWords(health.reasonKey()), false, "");
    }

    private String healthWords(String key) {
        return texts.get(
                key,
                figures.count(report.damage().rottenPieces()),
                figures.count(report.damage().mendedPieces()),
                report.rebuild()
                        .map(rebuild -> figures.percent(rebuild.done(), rebuild.of()))
                        .orElse(""));
    }

    private CacheFigures.Check check() {
        CacheReport.Scrub scrub = report.scrub();
        if (scrub.underWay()) {
            return new CacheFigures.Check(
                    checking(scrub),
                    OptionalDouble.of(Figures.fraction(scrub.piecesChecked(), scrub.piecesTotal())),
                    scrub.requested());
        }
        String last = scrub.lastFinished()
                .map(at -> texts.get(
                        scrub.rotFound() == 0 ? "desktop.cache.check.sound" : "desktop.cache.check.found",
                        figures.moment(at, report.at()),
                        figures.count(scrub.piecesChecked()),
                        figures.count(scrub.rotFound())))
                .orElse(texts.get("desktop.cache.check.never"));
        return new CacheFigures.Check(last, OptionalDouble.empty(), false);
    }

    private String checking(CacheReport.Scrub scrub) {
        String done = texts.get(
                scrub.requested() ? "desktop.cache.check.now" : "desktop.cache.check.unhurried",
                figures.percent(scrub.piecesChecked(), Math.max(scrub.piecesChecked(), scrub.piecesTotal())),
                figures.count(scrub.rotFound()));
        return scrub.pausedBecause()
                .map(why -> texts.get("desktop.figure.both", done, texts.get(why.textKey())))
                .orElse(done);
    }

    private CacheFigures.Move move(CacheReport.Move move) {
        String state = move.state().name().toLowerCase(Locale.ROOT);
        String words = texts.get("desktop.cache.move." + state, size(move.bytesDone()), size(move.bytesTotal()));
        return new CacheFigures.Move(
                move.why()
                        .map(why -> texts.get("desktop.figure.both", words, texts.get(why.textKey())))
                        .orElse(words),
                move.detail().isEmpty() ? move.to() : move.detail(),
                move.state().isOver()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Figures.fraction(move.bytesDone(), move.bytesTotal())),
                move.state() == CacheReport.Move.State.COPYING);
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
                Figures.fraction(site.keptBytes(), site.wantedBytes()),
                site.pinned(),
                site.sharePercent());
    }

    private String size(long bytes) {
        return figures.size(bytes).text();
    }
}
