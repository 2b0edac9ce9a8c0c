package org.deploynet.control.reputation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What the network makes of this super-peer, and so how many visitors it sends: its own word, which nobody here can check. Immutable.
 *
 * @param toldAt when it said so first, in this run
 * @param score 0 to 100, the sum of the points, or 0 while demoted
 * @param until when a demotion ends; absent otherwise
 * @param probation how far it is; absent unless it is on probation
 */
public record Reputation(
        Instant toldAt,
        Standing standing,
        int score,
        Facts facts,
        Points points,
        Optional<Instant> until,
        Optional<Probation> probation) {

    /** How the network treats it. */
    public enum Standing {
        /** New, or back after a demotion. */
        PROBATION,
        GOOD,
        /** Visitors of several networks said that they got wrong pieces. */
        DEMOTED;

        /** The key of its name. */
        public String nameKey() {
            return "engine.reputation.name." + name().toLowerCase(Locale.ROOT);
        }

        /** The key of the sentence about what it means. */
        public String textKey() {
            return "engine.reputation.standing." + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was counted in the last 90 days: {@code bytes} of receipts, on so many {@code days}, on the best of them of visitors from so
     * many {@code prefixes}; links it was {@code asked} for, that {@code connected}, that it {@code declined}, that {@code failed}; reports of
     * {@code wrong} pieces; the mean milliseconds until it answers, once it did.
     */
    public record Facts(
            long bytes,
            int days,
            int prefixes,
            long asked,
            long connected,
            long declined,
            long failed,
            long wrong,
            Optional<Integer> answerMs) {}

    /** The parts of the score: at most 40, 30, 10, 10 and 10. */
    public record Points(int served, int connected, int accepted, int answers, int days) {}

    /** It ends with {@code ofBytes} and visitors of {@code ofPrefixes} on one day, or with receipts on {@code ofDays} days. */
    public record Probation(long bytes, long ofBytes, int prefixes, int ofPrefixes, int days, int ofDays) {}

    /** The key of the sentence about how far the probation is, see {@link #progressArguments}. */
    public static final String PROGRESS_KEY = "engine.reputation.progress";

    /** Of that sentence. */
    public static List<Object> progressArguments(Probation probation, LongFunction<String> size) {
        return List.of(
                size.apply(probation.bytes()),
                size.apply(probation.ofBytes()),
                probation.prefixes(),
                probation.ofPrefixes(),
                probation.days(),
                probation.ofDays());
    }

    /** One part as keys of the bundles: its name, a sentence with its arguments, and its points of the most there are for it. */
    public record Row(String labelKey, String textKey, List<Object> arguments, Optional<Share> points) {}

    /** So many points of so many. */
    public record Share(int points, int most) {}

    /** The parts, the weightiest first; {@code size} writes bytes as the face does. */
    public List<Row> rows(LongFunction<String> size) {
        var rows = new ArrayList<Row>();
        rows.add(row("served", "bytes", points.served(), 40, size.apply(facts.bytes()), facts.prefixes()));
        rows.add(row("connected", "links", points.connected(), 30, facts.connected(), facts.failed()));
        rows.add(row("accepted", "declined", points.accepted(), 10, facts.asked(), facts.declined()));
        rows.add(facts.answerMs()
                .map(ms -> row("answers", "milliseconds", points.answers(), 10, ms))
                .orElseGet(() -> row("answers", "never", points.answers(), 10)));
        rows.add(row("days", "served-on", points.days(), 10, facts.days()));
        rows.add(new Row(
                "engine.reputation.row.wrong",
                "engine.reputation." + wrong(),
                List.of(facts.wrong()),
                Optional.empty()));
        return List.copyOf(rows);
    }

    private String wrong() {
        if (facts.wrong() == 0) {
            return "wrong.none";
        }
        return standing == Standing.DEMOTED ? "wrong.believed" : "wrong.some";
    }

    private static Row row(String label, String text, int points, int most, Object... arguments) {
        return new Row(
                "engine.reputation.row." + label,
                "engine.reputation." + text,
                List.of(arguments),
                Optional.of(new Share(points, most)));
    }
}
