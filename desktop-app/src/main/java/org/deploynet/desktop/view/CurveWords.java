package org.deploynet.desktop.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.deploynet.control.History;
import org.deploynet.i18n.Texts;

/** The words around the upload graph: its axes, its limit, its table, what a screen reader says. Immutable. */
public final class CurveWords {
    private final Texts texts;
    private final Figures figures;

    public CurveWords(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
    }

    /** {@code 24 h}, for a button. */
    public String range(History.Range range) {
        return texts.get("desktop.chart.range." + word(range));
    }

    /** {@code Last 24 hours}. */
    public String span(History.Range range) {
        return texts.get("desktop.chart.span." + word(range));
    }

    public String limit(UploadCurve curve) {
        if (curve.limit().isUnlimited()) {
            return texts.get("desktop.chart.no-limit");
        }
        return texts.get(
                curve.limit().bytesPerSecond() == 0 || curve.scale().limitIsShown()
                        ? "desktop.chart.limit"
                        : "desktop.chart.limit-above",
                figures.rateWithBits(curve.limit().bytesPerSecond()));
    }

    /** The whole graph in a sentence. */
    public String spoken(UploadCurve curve) {
        return texts.get(
                "desktop.chart.spoken",
                span(curve.range()),
                figures.rate(curve.highest()).text(),
                figures.size(curve.bytes()).text());
    }

    /** {@code 14:05: 2.1 MB/s}. */
    public String point(UploadCurve curve, UploadCurve.Step step) {
        return texts.get(
                "desktop.chart.point",
                time(curve, step),
                figures.rate(step.bytesPerSecond()).text());
    }

    /** When a step began, as exactly as the range has it. */
    public String time(UploadCurve curve, UploadCurve.Step step) {
        return switch (curve.range()) {
            case MINUTE -> figures.timeWithSeconds(step.from());
            case HOUR -> figures.time(step.from());
            case DAY, MONTH -> figures.moment(step.from(), curve.to());
        };
    }

    public String rate(UploadCurve.Step step) {
        return figures.rate(step.bytesPerSecond()).text();
    }

    public String shared(UploadCurve.Step step) {
        return figures.size(step.bytes()).text();
    }

    public String credits(UploadCurve.Step step) {
        return figures.credits(step.microcredits());
    }

    public String axisRate(long bytesPerSecond) {
        return bytesPerSecond == 0 ? figures.count(0) : figures.axisRate(bytesPerSecond);
    }

    /** Where the time axis has labels. */
    public List<Instant> ticks(UploadCurve curve) {
        return TimeTicks.between(curve.from(), curve.to(), tickEvery(curve.range()), figures.zone());
    }

    public String tick(UploadCurve curve, Instant at) {
        return switch (curve.range()) {
            case MINUTE -> figures.timeWithSeconds(at);
            case HOUR, DAY -> figures.time(at);
            case MONTH -> figures.date(at);
        };
    }

    private static Duration tickEvery(History.Range range) {
        return switch (range) {
            case MINUTE -> Duration.ofSeconds(15);
            case HOUR -> Duration.ofMinutes(15);
            case DAY -> Duration.ofHours(4);
            case MONTH -> Duration.ofDays(5);
        };
    }

    private static String word(History.Range range) {
        return range.name().toLowerCase(Locale.ROOT);
    }
}
