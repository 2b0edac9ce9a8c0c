package org.deploynet.signaling.pairing;

import static org.deploynet.protocol.signaling.Reachability.MODERATE;
import static org.deploynet.protocol.signaling.Reachability.OPEN;
import static org.deploynet.protocol.signaling.Reachability.STRICT;
import static org.deploynet.protocol.signaling.Reachability.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Pair MET = new Pair(MODERATE, MODERATE, false);
    private static final KeyId PEER = new KeyId("5f1c".repeat(10));
    private static final KeyId OTHER = new KeyId("ab12".repeat(10));

    @TempDir
    private Path folder;

    private Database database;
    private Instant now = NOON;
    private long nanos;
    private int visitors;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("network.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Pairings pairings() {
        var pairings = new Pairings(database, Clock.fixed(now, ZoneOffset.UTC), () -> nanos);
        pairings.start();
        return pairings;
    }

    /** Each time of another household. */
    private void count(Pairings pairings, Pair pair, Outcome outcome) {
        pairings.count(
                InetAddress.ofLiteral("9." + visitors / 256 + "." + visitors++ % 256 + ".1"), PEER, pair, outcome);
    }

    @Test
    void eachOutcomeIsCountedOfItsPair() {
        Pairings pairings = pairings();
        List.of(Outcome.values()).forEach(outcome -> count(pairings, MET, outcome));
        count(pairings, new Pair(STRICT, MODERATE, false), Outcome.FAILED);
        assertEquals(
                List.of(
                        new Pairings.Count(MET, new Tally(1, 1, 1, 1)),
                        new Pairings.Count(new Pair(STRICT, MODERATE, false), new Tally(0, 0, 0, 1))),
                pairings.counts());
        assertEquals(new Tally(1, 1, 1, 2), pairings.ofPeers(MODERATE));
        assertEquals(Tally.NONE, pairings.ofPeers(OPEN));
    }

    @Test
    void whatWasSavedIsThereAfterARestart() throws Exception {
        Pairings before = pairings();
        count(before, MET, Outcome.DIRECT);
        before.save();
        count(before, MET, Outcome.FAILED);
        before.save();
        database.close();
        open();
        Pairings after = pairings();
        assertEquals(List.of(new Pairings.Count(MET, new Tally(1, 0, 0, 1))), after.counts());
        count(after, MET, Outcome.DIRECT);
        after.save();
        assertEquals(new Tally(2, 0, 0, 1), pairings().ofPeers(MODERATE));
    }

    @Test
    void aDayIsForgottenAfterNinety() {
        Pairings first = pairings();
        count(first, MET, Outcome.FAILED);
        first.save();
        now = NOON.plus(Duration.ofDays(89));
        Pairings later = pairings();
        count(later, MET, Outcome.DIRECT);
        later.save();
        assertEquals(new Tally(1, 0, 0, 1), later.ofPeers(MODERATE));
        now = NOON.plus(Duration.ofDays(90));
        Pairings latest = pairings();
        assertEquals(new Tally(1, 0, 0, 0), latest.ofPeers(MODERATE));
        count(latest, MET, Outcome.DIRECT);
        latest.save();
        assertEquals(2L, rows(), "two days are left, with a row each");
    }

    @Test
    void aClockThatJumpsLeavesNoMoreThanNinetyDays() {
        for (int day = 0; day < 120; day++) {
            now = NOON.minus(Duration.ofDays(day));
            Pairings each = pairings();
            count(each, MET, Outcome.DIRECT);
            each.save();
        }
        assertEquals(90, pairings().ofPeers(MODERATE).tried());
    }

    @Test
    void oneHouseholdCountsForLittle() throws Exception {
        Pairings pairings = pairings();
        for (int i = 0; i < 1_000; i++) {
            pairings.count(InetAddress.ofLiteral("9.9.9." + i % 200), PEER, MET, Outcome.FAILED);
        }
        assertEquals(20, pairings.ofPeers(MODERATE).tried());
        nanos += Duration.ofMinutes(1).toNanos();
        pairings.count(InetAddress.ofLiteral("9.9.9.1"), PEER, MET, Outcome.FAILED);
        pairings.count(InetAddress.ofLiteral("9.9.9.1"), PEER, MET, Outcome.FAILED);
        assertEquals(21, pairings.ofPeers(MODERATE).tried());
    }

    @Test
    void aSuperPeersOwnFailuresCountAgainstItAloneAndAreForgottenWithItsClass() {
        Pairings pairings = pairings();
        for (int i = 0; i < 400; i++) {
            pairings.count(InetAddress.ofLiteral("8." + i / 256 + "." + i % 256 + ".1"), OTHER, MET, Outcome.DIRECT);
        }
        for (int i = 0; i < 40; i++) {
            count(pairings, MET, Outcome.FAILED);
        }
        assertEquals(Chance.UNLIKELY, pairings.chance(PEER, MET, false));
        assertEquals(Chance.LIKELY, pairings.chance(OTHER, MET, false));
        assertEquals(Chance.LIKELY, pairings.chance(PEER, new Pair(MODERATE, OPEN, false), false));
        for (int i = 0; i < 400; i++) {
            count(pairings, MET, Outcome.DIRECT);
        }
        assertEquals(Chance.LIKELY, pairings.chance(PEER, MET, false), "what is long ago counts less and less");
    }

    @Test
    void aVisitorOfWhomNothingIsKnownMayBeAnyOfThoseThatCome() {
        Pairings pairings = pairings();
        var unknown = new Pair(UNKNOWN, MODERATE, false);
        assertEquals(Chance.LIKELY, pairings.chance(OTHER, unknown, false));
        for (int i = 0; i < 400; i++) {
            count(pairings, new Pair(STRICT, MODERATE, false), Outcome.FAILED);
        }
        assertEquals(Chance.UNLIKELY, pairings.chance(OTHER, unknown, false));
        assertEquals(Chance.LIKELY, pairings.chance(OTHER, MET, false));
        assertEquals(Chance.LIKELY, pairings.chance(OTHER, new Pair(UNKNOWN, OPEN, false), false));
    }

    private long rows() {
        return database.call(connection -> Sql.number(connection, "SELECT COUNT(*) FROM pairing"));
    }
}
