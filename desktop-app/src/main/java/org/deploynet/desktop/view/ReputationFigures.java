package org.deploynet.desktop.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.i18n.Texts;

/**
 * The network's word on this super-peer as the words of the Network screen. Immutable.
 *
 * @param headline its standing and its score
 * @param notes what that means and when it ends, a sentence each
 * @param rows the parts: name, what was counted, and points beside it
 * @param word whose word it is, and of when
 */
public record ReputationFigures(String headline, List<String> notes, List<Fact> rows, String word) {

    public ReputationFigures {
        notes = List.copyOf(notes);
        rows = List.copyOf(rows);
    }

    public static ReputationFigures of(Reputation word, Instant now, Texts texts, Figures figures) {
        var notes = new ArrayList<String>();
        notes.add(texts.get(word.standing().textKey()));
        word.until()
                .map(end -> texts.get("engine.reputation.until", figures.moment(end, now)))
                .ifPresent(notes::add);
        word.probation()
                .map(way -> texts.get(
                        Reputation.PROGRESS_KEY,
                        Reputation.progressArguments(
                                        way, bytes -> figures.size(bytes).text())
                                .toArray()))
                .ifPresent(notes::add);
        return new ReputationFigures(
                texts.get("engine.reputation.score", texts.get(word.standing().nameKey()), word.score()),
                notes,
                word.rows(bytes -> figures.size(bytes).text()).stream()
                        .map(row -> row(row, texts))
                        .toList(),
                texts.get("engine.reputation.word", figures.moment(word.toldAt(), now)));
    }

    private static Fact row(Reputation.Row row, Texts texts) {
        return new Fact(
                texts.get(row.labelKey()),
                texts.get(row.textKey(), row.arguments().toArray()),
                row.points()
                        .map(share -> texts.get("engine.reputation.points", share.points(), share.most()))
                        .orElse(""));
    }
}
