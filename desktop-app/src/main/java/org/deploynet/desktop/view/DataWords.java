package org.deploynet.desktop.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.desktop.view.LimitsFigures.Warning;
import org.deploynet.i18n.Texts;

/** The month's data in words and parts of the cap. A pure function; immutable. */
final class DataWords {
    private static final double NEAR = 0.80;
    private static final double CLOSE = 0.95;

    private final Texts texts;
    private final Figures figures;

    DataWords(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
    }

    LimitsFigures.Data of(SharingReport report, List<EngineEvent> events) {
        DataUse use = report.data();
        Optional<Long> cap = report.rules().dataCap().bytes();
        double whole = cap.map(most -> part(use.usedBytes(), most)).orElse(0.0);
        double earlier =
                cap.map(most -> part(use.usedBytes() - use.todayBytes(), most)).orElse(0.0);
        return new LimitsFigures.Data(
                whole >= CLOSE ? Warning.CLOSE : whole >= NEAR ? Warning.NEAR : Warning.FAR,
                earlier,
                Math.max(0, whole - earlier),
                lines(report.rules().dataCap(), use),
                events.stream().anyMatch(event -> event instanceof EngineEvent.DataBookDamaged)
                        ? Optional.of(texts.get("desktop.limits.data.doubt"))
                        : Optional.empty());
    }

    // Of a cap of 0 anything is all.
    private static double part(long bytes, long most) {
        return most == 0 ? 1 : Figures.fraction(bytes, most);
    }

    private List<String> lines(DataCap cap, DataUse use) {
        var lines = new ArrayList<String>();
        lines.add(cap.bytes()
                .map(most -> texts.get(
                        "desktop.limits.data.used",
                        size(use.usedBytes()),
                        figures.roundSize(most).text(),
                        figures.percent(use.usedBytes(), most),
                        figures.date(use.from())))
                .orElseGet(() -> texts.get(
                        "desktop.limits.data.counted",
                        size(use.upBytes()),
                        size(use.downBytes()),
                        figures.date(use.from()))));
        lines.add(use.todayAllowanceBytes()
                .map(today -> texts.get("desktop.limits.data.today-of", size(use.todayBytes()), size(today)))
                .orElseGet(() -> texts.get("desktop.limits.data.today", size(use.todayBytes()))));
        use.forecastBytes().ifPresent(bytes -> lines.add(forecast(bytes, cap, use)));
        return lines;
    }

    private String forecast(long bytes, DataCap cap, DataUse use) {
        boolean over = cap.bytes().filter(most -> bytes > most).isPresent();
        return texts.get(
                over ? "desktop.limits.data.forecast-over" : "desktop.limits.data.forecast",
                size(bytes),
                figures.date(use.until()));
    }

    private String size(long bytes) {
        return figures.size(bytes).text();
    }
}
