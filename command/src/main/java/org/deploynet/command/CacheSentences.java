package org.deploynet.command;

import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deploynet.control.CacheHealth;
import org.deploynet.control.CacheReport;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** A report of the cache in plain sentences, the most important first. A pure function of the report. */
final class CacheSentences {
    private final Texts texts;
    private final Locale locale;

    CacheSentences(Texts texts, Locale locale) {
        this.texts = texts;
        this.locale = locale;
    }

    List<String> of(CacheReport report) {
        var lines = new ArrayList<String>();
        lines.add(health(report));
        lines.add(fill(report.fill()));
        lines.add(texts.get(
                "command.cache.status.contents",
                count(report.contents().pieces()),
                count(report.contents().segments()),
                report.folder()));
        lines.add(demand(report.demand()));
        lines.add(texts.get(
                "command.cache.status.turnover",
                size(report.turnover().storedBytes()),
                size(report.turnover().evictedBytes())));
        lines.add(texts.get(
                "command.cache.status.damage",
                count(report.damage().rottenPieces()),
                count(report.damage().failedSegments())));
        report.sites()
                .forEach(site -> lines.add(texts.get(
                        "command.cache.status.site",
                        site.origin(),
                        size(site.keptBytes()),
                        size(site.wantedBytes()),
                        site.site())));
        return lines;
    }

    private String health(CacheReport report) {
        CacheHealth health = CacheHealth.of(report);
        return texts.get(health.textKey()) + ". "
                + texts.get(health.reasonKey(), count(report.damage().rottenPieces()));
    }

    private String fill(CacheReport.Fill fill) {
        return texts.get(
                "command.cache.status.fill",
                size(fill.usedBytes()),
                size(fill.quotaBytes()),
                size(fill.roomBytes()),
                size(fill.diskFreeBytes()),
                size(fill.freeFloorBytes()));
    }

    private String demand(CacheReport.Demand demand) {
        return demand.wanted() == 0
                ? texts.get("command.cache.status.no-demand")
                : texts.get(
                        "command.cache.status.demand",
                        count(demand.hits()),
                        count(demand.wanted()),
                        percent(demand.hits(), demand.wanted()),
                        size(demand.hitBytes()));
    }

    private String count(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    // Rounded down: 100 is all.
    private String percent(long part, long whole) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setRoundingMode(java.math.RoundingMode.DOWN);
        return format.format((double) part / whole);
    }

    private String size(long bytes) {
        return SizeWords.format(bytes, locale);
    }
}
