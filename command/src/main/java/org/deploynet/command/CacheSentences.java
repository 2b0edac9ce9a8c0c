package org.deploynet.command;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
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
                size(report.turnover().evictedBytes()),
                size(report.turnover().rescuedBytes())));
        lines.add(texts.get(
                "command.cache.status.damage",
                count(report.damage().rottenPieces()),
                count(report.damage().mendedPieces()),
                count(report.damage().failedSegments())));
        lines.add(scrub(report.scrub()));
        lines.add(texts.get(
                "command.cache.policy.now",
                report.policy().key(),
                texts.get(report.policy().textKey()),
                texts.get(report.policy().reasonKey())));
        report.sites().forEach(site -> lines.add(site(site)));
        return lines;
    }

    private String health(CacheReport report) {
        CacheHealth health = CacheHealth.of(report);
        Object[] figures = {
            count(report.damage().rottenPieces()),
            count(report.damage().mendedPieces()),
            report.rebuild()
                    .map(rebuild -> percent(rebuild.done(), rebuild.of()))
                    .orElse("")
        };
        return texts.get(health.textKey(), figures) + ". " + texts.get(health.reasonKey(), figures);
    }

    private String scrub(CacheReport.Scrub scrub) {
        if (scrub.underWay()) {
            String far = texts.get(
                    "command.cache.status.checking",
                    count(scrub.piecesChecked()),
                    count(scrub.piecesTotal()),
                    count(scrub.rotFound()));
            return scrub.pausedBecause()
                    .map(why -> far + " " + texts.get(why.textKey()))
                    .orElse(far);
        }
        return scrub.lastFinished()
                .map(at -> texts.get(
                        "command.cache.status.checked",
                        time(at),
                        count(scrub.piecesChecked()),
                        count(scrub.rotFound())))
                .orElse(texts.get("command.cache.status.unchecked"));
    }

    private String site(CacheReport.Site site) {
        String line = texts.get(
                "command.cache.status.site",
                site.origin(),
                size(site.keptBytes()),
                size(site.wantedBytes()),
                site.site());
        String pinned = site.pinned() ? " " + texts.get("command.cache.status.pinned") : "";
        String share = site.sharePercent()
                .map(most -> " " + texts.get("command.cache.status.share", String.valueOf(most)))
                .orElse("");
        return line + pinned + share;
    }

    private String time(Instant instant) {
        return Moments.of(instant, locale, ZoneId.systemDefault());
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
        return format.format((double) part / Math.max(1, whole));
    }

    private String size(long bytes) {
        return SizeWords.format(bytes, locale);
    }
}
