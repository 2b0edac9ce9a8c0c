package org.deploynet.command;

import static org.deploynet.command.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.reputation.Reputation.Facts;
import org.deploynet.control.reputation.Reputation.Points;
import org.deploynet.control.reputation.Reputation.Probation;
import org.deploynet.control.reputation.Reputation.Standing;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

class ReputationSentencesTest {
    private final ReputationSentences sentences =
            new ReputationSentences(Texts.of(Locale.ENGLISH), Locale.US, ZoneOffset.UTC);

    private static Reputation word(
            Standing standing, Facts facts, Optional<Duration> until, Optional<Probation> probation) {
        return new Reputation(
                NOW,
                standing,
                standing == Standing.DEMOTED ? 0 : 28,
                facts,
                new Points(3, 15, 5, 5, 0),
                until.map(NOW::plus),
                probation);
    }

    @Test
    void aNewcomerReadsWhatItIsMadeOfAndHowFarItIs() {
        Reputation word = word(
                Standing.PROBATION,
                new Facts(12_000_000, 1, 2, 5, 4, 0, 1, 0, Optional.empty()),
                Optional.empty(),
                Optional.of(new Probation(12_000_000, 100_000_000, 2, 5, 1, 7)));
        List<String> lines = sentences.whole(word);
        assertEquals("Reputation: On probation, 28 of 100 points.", lines.getFirst());
        assertEquals(
                "  The probation ends once browsers have signed for 100.0 MB (so far 12.0 MB) and came from 5 different networks on one day"
                        + " (so far 2), or after 7 days with visitors (so far 1).",
                lines.get(2));
        assertEquals(
                List.of(
                        "  Shared: 12.0 MB that browsers signed for; on the best day from 2 different networks. (3 of 40 points)",
                        "  Connections: 4 browsers connected, 1 did not. (15 of 30 points)",
                        "  Taken on: Asked for 5 browsers, declined 0 of them. (5 of 10 points)",
                        "  Answers: None was measured yet. (5 of 10 points)",
                        "  Days: Visitors on 1 of the last 90 days. (0 of 10 points)",
                        "  Wrong pieces: Nobody reported any."),
                lines.subList(3, 9));
    }

    @Test
    void theStatusHasStandingAndScore() {
        Reputation word = word(
                Standing.GOOD,
                new Facts(12_000_000, 1, 2, 5, 4, 0, 1, 0, Optional.empty()),
                Optional.empty(),
                Optional.empty());
        List<String> lines = new StatusSentences(Texts.of(Locale.ENGLISH), Locale.US, ZoneOffset.UTC)
                .of(Samples.snapshot().reputed(word));
        assertTrue(lines.contains("Reputation: Good, 28 of 100 points."), lines.toString());
    }

    @Test
    void whoIsDemotedReadsUntilWhenAndThatReportsWereBelieved() {
        Reputation word = word(
                Standing.DEMOTED,
                new Facts(12_000_000, 1, 2, 5, 4, 0, 1, 3, Optional.of(42)),
                Optional.of(Duration.ofHours(3)),
                Optional.empty());
        List<String> lines = sentences.whole(word);
        assertEquals("Reputation: Demoted, 0 of 100 points.", lines.getFirst());
        assertEquals(
                "  This lasts until " + Moments.of(NOW.plus(Duration.ofHours(3)), Locale.US, ZoneOffset.UTC)
                        + "; after that it is on probation again.",
                lines.get(2));
        assertEquals("  Answers: After 42 ms on average. (5 of 10 points)", lines.get(6));
        assertEquals(
                "  Wrong pieces: Reports that were taken: 3, from several networks. They cost all points.",
                lines.get(8));
    }
}
