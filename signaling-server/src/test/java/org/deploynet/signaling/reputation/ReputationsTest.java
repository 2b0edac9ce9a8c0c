package org.deploynet.signaling.reputation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ToSuperPeer.Facts;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of what super-peers show, and of what is said of them that is not true. */
class ReputationsTest {
    private static final KeyId PEER = new KeyId("5f1c".repeat(10));
    private static final KeyId OTHER = new KeyId("ab12".repeat(10));
    private static final int SLANDERS = 10_000;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Database database;
    private Reputations reputations;
    private long nanos;
    private int tickets;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("network.db"));
        reputations = begin();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Reputations begin() {
        var begun = new Reputations(database, clock, () -> nanos);
        begun.come(PEER);
        begun.come(OTHER);
        return begun;
    }

    private static InetAddress from(String address) {
        return InetAddress.ofLiteral(address);
    }

    /** One of a household of its own, each in a region of its own. */
    private static InetAddress household(int number) {
        return from("9." + number % 250 + "." + number / 250 + ".1");
    }

    private void serve(KeyId peer, InetAddress visitor, long bytes) {
        String ticket = "t" + tickets++;
        reputations.issued(ticket, visitor);
        reputations.settled(peer, ticket, bytes);
    }

    private void prove(KeyId peer) {
        for (int i = 0; i < 10; i++) {
            serve(peer, household(i), 20_000_000);
        }
        assertEquals(Standing.GOOD, reputations.standing(peer));
    }

    private Reputed word(KeyId peer) {
        return reputations.tell(peer, 1);
    }

    @Test
    void oneHostileHouseholdThatReportsTenThousandTimesDemotesNobody() {
        prove(PEER);
        int score = reputations.score(PEER);
        for (int i = 0; i < SLANDERS; i++) {
            assertFalse(reputations.wrongPiece(from("203.0.113." + i % 256), PEER));
        }
        assertEquals(Standing.GOOD, reputations.standing(PEER));
        assertEquals(score, reputations.score(PEER));
        assertEquals(1, word(PEER).facts().wrong());
        assertFalse(reputations.isLastFor(PEER, household(1)));
        assertTrue(reputations.isLastFor(PEER, from("203.0.113.77")), "whoever says so need not be sent there");
        clock.advance(Reporters.COUNT_FOR);
        assertFalse(reputations.isLastFor(PEER, from("203.0.113.77")), "for a day");
    }

    @Test
    void oneProviderWithManyPrefixesDemotesNobody() {
        prove(PEER);
        for (int i = 0; i < 256; i++) {
            assertFalse(reputations.wrongPiece(from("203.0." + i + ".1"), PEER));
            assertFalse(reputations.wrongPiece(from("2001:db8:" + Integer.toHexString(i) + "::1"), OTHER));
        }
        assertEquals(Standing.GOOD, reputations.standing(PEER));
        assertEquals(256, word(PEER).facts().wrong(), "they are counted, and shown");
    }

    @Test
    void whoServesWrongPiecesToSeveralNetworksIsDemotedAtOnceAndOthersAreNot() {
        prove(PEER);
        prove(OTHER);
        int score = reputations.score(OTHER);
        assertFalse(reputations.wrongPiece(household(1), PEER));
        assertFalse(reputations.wrongPiece(household(2), PEER));
        assertTrue(reputations.wrongPiece(household(3), PEER));
        Reputed word = word(PEER);
        assertEquals(Standing.DEMOTED, word.standing());
        assertEquals(0, word.score());
        assertEquals(Optional.of(clock.millis() + Duration.ofDays(1).toMillis()), word.until());
        assertTrue(reputations.isLastFor(PEER, household(99)));
        assertEquals(1.0 / 64, reputations.weight(PEER));
        assertEquals(Standing.GOOD, reputations.standing(OTHER));
        assertEquals(score, reputations.score(OTHER));
        assertFalse(reputations.isLastFor(OTHER, household(1)));
    }

    @Test
    void whomManyAreServedWellByIsNotDemotedByAFew() {
        for (int i = 0; i < 1_000; i++) {
            serve(PEER, household(i), 1_000_000);
        }
        int reports = 0;
        while (!reputations.wrongPiece(household(2_000 + reports), PEER)) {
            reports++;
        }
        assertTrue(reports >= 17 && reports <= 22, "2 in 100 of about 1,000 that were served: " + reports);
    }

    @Test
    void reportsOfDifferentDaysAreNotAddedUp() {
        prove(PEER);
        for (int day = 0; day < 10; day++) {
            assertFalse(reputations.wrongPiece(household(2 * day), PEER));
            assertFalse(reputations.wrongPiece(household(2 * day + 1), PEER));
            clock.advance(Reporters.COUNT_FOR);
        }
        assertEquals(Standing.GOOD, reputations.standing(PEER));
    }

    private void demote() {
        for (int i = 1; i <= 3; i++) {
            reputations.wrongPiece(household(i), PEER);
        }
        assertEquals(Standing.DEMOTED, reputations.standing(PEER));
    }

    @Test
    void aDemotionEndsOnProbationAndTheNextOneIsTwiceAsLong() {
        prove(PEER);
        demote();
        clock.advance(Duration.ofDays(1).minusMillis(1));
        assertEquals(Standing.DEMOTED, reputations.standing(PEER));
        clock.advance(Duration.ofMillis(1));
        assertEquals(Standing.PROBATION, reputations.standing(PEER));
        assertEquals(0, word(PEER).probation().orElseThrow().bytes(), "what it did before does not count for it");
        clock.advance(Duration.ofDays(1));
        prove(PEER);
        demote();
        clock.advance(Duration.ofDays(2).minusMillis(1));
        assertEquals(Standing.DEMOTED, reputations.standing(PEER));
        clock.advance(Duration.ofMillis(1));
        assertEquals(Standing.PROBATION, reputations.standing(PEER));
        assertEquals(Duration.ofDays(32), StandingRules.demotion(200), "there is an end to that");
    }

    @Test
    void aDemotionOutlivesTheServerAndSoDoesWhatWasCounted() {
        prove(PEER);
        assertTrue(reputations.asked(household(1), PEER));
        reputations.answered(PEER, Duration.ofMillis(120));
        reputations.connected(PEER);
        reputations.declined(PEER);
        reputations.failed(PEER);
        demote();
        prove(OTHER);
        reputations.save(_ -> true);
        Reputed before = word(PEER);
        assertEquals(new Facts(200_000_000, 1, 10, 1, 1, 1, 1, 3, Optional.of(120)), before.facts());
        reputations = begin();
        assertEquals(before, word(PEER));
        assertEquals(Standing.GOOD, reputations.standing(OTHER));
    }

    @Test
    void aDemotionIsDurableBeforeItIsSaid() {
        prove(PEER);
        demote();
        reputations = begin();
        assertEquals(Standing.DEMOTED, reputations.standing(PEER));
    }

    @Test
    void nothingOfAVisitorIsWrittenDown() {
        prove(PEER);
        demote();
        reputations.save(_ -> true);
        List<String> columns = database.call(connection -> Sql.all(
                connection,
                "SELECT name FROM pragma_table_info('reputation') UNION ALL SELECT name FROM pragma_table_info('reputation_day')",
                row -> row.getString(1)));
        assertEquals(
                List.of(
                        "peer",
                        "since",
                        "demotions",
                        "demoted_until",
                        "answer_millis",
                        "peer",
                        "day",
                        "bytes",
                        "prefixes",
                        "asked",
                        "connected",
                        "declined",
                        "failed",
                        "wrong"),
                columns);
    }

    @Test
    void aDatabaseOfBeforeGetsItsTables() throws Exception {
        database.call(connection -> {
            Sql.run(connection, "DROP TABLE reputation");
            Sql.run(connection, "DROP TABLE reputation_day");
            long version = Sql.number(connection, "PRAGMA user_version");
            Sql.run(connection, "PRAGMA user_version=" + (version - 1));
            return version;
        });
        database.close();
        database = Database.open(folder.resolve("network.db"));
        reputations = begin();
        prove(PEER);
        reputations.save(_ -> true);
        reputations = begin();
        assertEquals(Standing.GOOD, reputations.standing(PEER));
    }

    @Test
    void probationEndsWithBytesFromSeveralHouseholdsOrWithDaysAndNotWithTime() {
        assertEquals(Standing.PROBATION, reputations.standing(PEER));
        serve(PEER, household(1), 10_000_000_000L);
        assertEquals(Standing.PROBATION, reputations.standing(PEER), "one household may be its owner's own");
        for (int i = 2; i <= 5; i++) {
            serve(PEER, household(i), 1);
        }
        assertEquals(Standing.GOOD, reputations.standing(PEER));

        clock.advance(Duration.ofDays(60));
        assertEquals(Standing.PROBATION, reputations.standing(OTHER), "an identity may be made long before it is used");
        for (int day = 0; day < StandingRules.PROVEN_DAYS; day++) {
            assertEquals(Standing.PROBATION, reputations.standing(OTHER));
            serve(OTHER, household(1), 1_000);
            clock.advance(Duration.ofDays(1));
        }
        assertEquals(Standing.GOOD, reputations.standing(OTHER));
    }

    @Test
    void householdsOfSeveralDaysAreNotAddedUp() {
        for (int day = 0; day < 3; day++) {
            serve(PEER, household(2 * day), 100_000_000);
            serve(PEER, household(2 * day + 1), 100_000_000);
            clock.advance(Duration.ofDays(1));
        }
        assertEquals(Standing.PROBATION, reputations.standing(PEER));
        assertEquals(2, word(PEER).facts().prefixes());
    }

    @Test
    void oneHouseholdCountsForLittle() {
        int counted = 0;
        for (int i = 0; i < 1_000; i++) {
            counted += reputations.asked(from("203.0.113." + i % 256), PEER) ? 1 : 0;
        }
        assertEquals(20, counted);
        nanos += Duration.ofMinutes(2).toNanos();
        assertTrue(reputations.asked(from("203.0.113.1"), PEER));
        assertEquals(21, word(PEER).facts().asked());
        assertTrue(reputations.asked(household(7), PEER), "others are not kept from it");
    }

    @Test
    void oneSlowAnswerIsNoSlowPeer() {
        for (int i = 0; i < 100; i++) {
            reputations.answered(PEER, Duration.ofMillis(50));
        }
        reputations.answered(PEER, Duration.ofHours(3));
        int mean = word(PEER).facts().answerMs().orElseThrow();
        assertTrue(mean > 50 && mean < 700, mean + " ms");
        reputations.answered(PEER, Duration.ofMillis(-5));
        assertTrue(word(PEER).facts().answerMs().orElseThrow() < mean, "a clock that was set back");
    }

    @Test
    void daysAreForgottenAfterNinety() {
        prove(PEER);
        clock.advance(Duration.ofDays(89));
        reputations.connected(PEER);
        assertEquals(200_000_000, word(PEER).facts().bytes());
        clock.advance(Duration.ofDays(1));
        reputations.connected(PEER);
        assertEquals(0, word(PEER).facts().bytes());
        reputations.save(_ -> true);
        reputations = begin();
        assertEquals(2, word(PEER).facts().connected());
        assertEquals(
                2L, (long) database.call(connection -> Sql.number(connection, "SELECT count(*) FROM reputation_day")));
    }

    @Test
    void whoIsNotHereIsKeptOnDiskAlone() {
        prove(PEER);
        reputations.save(peer -> peer.equals(OTHER));
        assertEquals(
                List.of(OTHER),
                reputations.lowest(10).stream().map(Reputations.Rated::peer).toList());
        // A receipt that it hands in with its last words.
        serve(PEER, household(1), 5);
        assertEquals(200_000_005, word(PEER).facts().bytes());
    }

    @Test
    void theWeightIsOfWholeDaysSoThatFilesStayWhereTheyAre() {
        prove(PEER);
        double weight = reputations.weight(PEER);
        serve(PEER, household(1), 500_000_000_000L);
        for (int i = 0; i < 200; i++) {
            reputations.connected(PEER);
        }
        assertEquals(weight, reputations.weight(PEER));
        clock.advance(Duration.ofDays(1));
        assertTrue(reputations.weight(PEER) > weight);
    }

    @Test
    void theLowestScoresComeFirst() {
        prove(OTHER);
        prove(PEER);
        demote();
        assertEquals(
                List.of(PEER, OTHER),
                reputations.lowest(2).stream().map(Reputations.Rated::peer).toList());
        assertEquals(1, reputations.lowest(1).size());
        assertTrue(Instant.ofEpochMilli(word(PEER).until().orElseThrow()).isAfter(clock.instant()));
    }

    @Test
    void manyPrefixesAreCountedWellInLittleRoom() {
        var prefixes = new DistinctPrefixes();
        var random = new java.util.Random(24);
        for (int i = 0; i < 5; i++) {
            long hash = random.nextLong();
            prefixes.add(hash);
            prefixes.add(hash);
        }
        assertEquals(5, prefixes.count());
        for (int i = 5; i < 3_000; i++) {
            prefixes.add(random.nextLong());
        }
        assertEquals(3_000, prefixes.count(), 150);
    }
}
