package org.deploynet.desktop.view;

import java.time.Instant;
import java.util.List;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.i18n.Texts;

/**
 * A report of how browsers reach this machine as the words of the Network screen. Immutable.
 *
 * @param health the class in one sentence, and when it was tested
 * @param history what the class was since when, a sentence each, the latest first; may be empty
 * @param share how many browsers connect to super-peers like this one, in a sentence
 * @param advice what would help, a sentence each; may be empty
 */
public record NetworkFigures(
        Headline health, List<Fact> seen, List<String> history, String share, List<String> advice, boolean testing) {

    public NetworkFigures {
        seen = List.copyOf(seen);
        history = List.copyOf(history);
        advice = List.copyOf(advice);
    }

    public static NetworkFigures of(NetworkReport report, Instant now, Texts texts, Figures figures) {
        String when = report.testedAt()
                .map(at -> texts.get("desktop.network.tested", figures.moment(at, now)))
                .orElse(texts.get("desktop.network.untested"));
        return new NetworkFigures(
                new Headline(
                        tone(report),
                        texts.get(report.natClass().textKey()),
                        report.testing() ? texts.get("desktop.network.testing") : when,
                        false,
                        ""),
                report.rows().stream()
                        .map(row -> new Fact(
                                texts.get(row.labelKey()),
                                texts.get(row.textKey(), row.arguments().toArray())))
                        .toList(),
                report.history().stream()
                        .map(past -> texts.get(
                                report.textKey(past),
                                figures.moment(past.since(), now),
                                texts.get(past.natClass().nameKey())))
                        .toList(),
                texts.get(report.shareKey(), report.shareArguments().toArray()),
                report.advice().stream().map(Advice::textKey).map(texts::get).toList(),
                report.testing());
    }

    private static Tone tone(NetworkReport report) {
        return switch (report.natClass()) {
            case OPEN, MODERATE -> Tone.SHARING;
            case STRICT, BLOCKED -> Tone.PROBLEM;
            case UNKNOWN -> report.testing() || report.testedAt().isEmpty() ? Tone.STARTING : Tone.PROBLEM;
        };
    }
}
