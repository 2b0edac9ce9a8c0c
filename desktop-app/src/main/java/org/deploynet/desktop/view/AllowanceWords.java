package org.deploynet.desktop.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.EngineSnapshot.Condition;
import org.deploynet.control.Reason;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.i18n.Texts;

/** What the owner's rules allow, in words. A pure function; immutable. */
final class AllowanceWords {
    private final Texts texts;
    private final Figures figures;

    AllowanceWords(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
    }

    /** What is allowed now, why, and what is next. */
    Headline headline(SharingReport report, Condition condition) {
        Allowance now = report.now();
        Tone tone = switch (now.level()) {
            case FULL -> Tone.SHARING;
            case LIMITED -> Tone.IDLE;
            case PAUSED -> Tone.PAUSED;
        };
        String sentence = texts.get(
                "desktop.limits.now." + now.level().name().toLowerCase(Locale.ROOT),
                rate(now.upload().bytesPerSecond(), now.upload().isUnlimited()),
                rate(now.download().bytesPerSecond(), now.download().isUnlimited()));
        Optional<String> next = next(report);
        // What is next says until when, too.
        String reason = texts.get(
                "desktop.limits.totals",
                now.because()
                        .map(verdict -> next.isPresent() ? named(verdict) : because(verdict, report.at()))
                        .orElse(texts.get("desktop.limits.no-rule")));
        String all = next.map(later -> both(reason, later)).orElse(reason);
        boolean byHand = condition.reason() == Reason.PAUSED_BY_OWNER;
        return new Headline(tone, sentence, byHand ? both(all, texts.get("desktop.limits.by-hand")) : all, false, "");
    }

    /** {@code your week plan says so, until 18:00}. */
    String because(Verdict verdict, Instant now) {
        return verdict.until()
                .map(until -> texts.get("desktop.limits.rule-until", named(verdict), figures.moment(until, now)))
                .orElseGet(() -> named(verdict));
    }

    private String named(Verdict verdict) {
        String rule = texts.get(verdict.rule().textKey());
        return verdict.detail()
                .map(detail -> texts.get("desktop.limits.rule-detail", rule, detail))
                .orElse(rule);
    }

    /** {@code 5.0 MB/s (40 Mbit/s)}, or that there is no limit. */
    String rate(long bytesPerSecond, boolean unlimited) {
        if (unlimited) {
            return texts.get("desktop.limits.unlimited");
        }
        return bytesPerSecond == 0 ? texts.get("desktop.limits.none") : figures.rateWithBits(bytesPerSecond);
    }

    // What is known of the future: the first verdict to end does, and a week plan then says its next level.
    private Optional<String> next(SharingReport report) {
        return report.verdicts().stream()
                .flatMap(verdict -> verdict.until().stream())
                .min(Comparator.naturalOrder())
                .flatMap(change -> {
                    SharingLevel level = report.verdicts().stream()
                            .map(verdict -> at(change, verdict, report))
                            .max(Comparator.naturalOrder())
                            .orElse(SharingLevel.FULL);
                    return level == report.now().level()
                            ? Optional.empty()
                            : Optional.of(texts.get(
                                    "desktop.limits.next." + level.name().toLowerCase(Locale.ROOT),
                                    figures.moment(change, report.at())));
                });
    }

    private SharingLevel at(Instant change, Verdict verdict, SharingReport report) {
        if (verdict.rule() == Rule.WEEK) {
            return report.rules().week().at(change.atZone(figures.zone()));
        }
        return verdict.until().filter(change::equals).isPresent() ? SharingLevel.FULL : verdict.level();
    }

    private String both(String first, String second) {
        return texts.get("desktop.figure.both", first, second);
    }
}
