package org.deploynet.command;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** The network's word on this super-peer in sentences. Pure functions. */
record ReputationSentences(Texts texts, Locale locale, ZoneId zone) {
    /** Standing and score in a line. */
    String brief(Reputation word) {
        return texts.get("engine.reputation.score", texts.get(word.standing().nameKey()), word.score());
    }

    /** What it means, when it ends, and part by part what it is made of. */
    List<String> whole(Reputation word) {
        var lines = new ArrayList<String>();
        lines.add(brief(word));
        lines.add("  " + texts.get(word.standing().textKey()));
        word.until()
                .map(end -> texts.get("engine.reputation.until", Moments.of(end, locale, zone)))
                .ifPresent(line -> lines.add("  " + line));
        word.probation()
                .map(way -> texts.get(
                        Reputation.PROGRESS_KEY,
                        Reputation.progressArguments(way, this::size).toArray()))
                .ifPresent(line -> lines.add("  " + line));
        word.rows(this::size).forEach(row -> lines.add("  " + line(row)));
        lines.add("  " + texts.get("engine.reputation.word", Moments.of(word.toldAt(), locale, zone)));
        return lines;
    }

    private String line(Reputation.Row row) {
        String words = texts.get(row.labelKey()) + ": "
                + texts.get(row.textKey(), row.arguments().toArray());
        return row.points()
                .map(share -> words + " (" + texts.get("engine.reputation.points", share.points(), share.most()) + ")")
                .orElse(words);
    }

    private String size(long bytes) {
        return SizeWords.format(bytes, locale);
    }
}
