package org.deploynet.signaling.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.FromSuperPeer.Inventory;
import org.deploynet.protocol.signaling.FromSuperPeer.Kept;
import org.deploynet.protocol.signaling.FromSuperPeer.Load;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.Reach;
import org.deploynet.signaling.reputation.Reputations;
import org.deploynet.signaling.sites.Site;
import org.deploynet.signaling.storage.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is chosen, by what the network has seen of it, with dice whose throws are known. */
class LookupTest {
    private static final KeyId SITE = new KeyId("%040x".formatted(1));
    private static final InetAddress VISITOR = InetAddress.ofLiteral("9.9.9.9");
    private static final int LOOKS = 4_000;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final Presence presence = new Presence();
    private final Random dice = new Random(24);
    private Database database;
    private Reputations reputations;
    private Assignments assignments;
    private Lookup lookup;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("network.db"));
        reputations = new Reputations(database, clock, System::nanoTime);
        var site = new Site(SITE, "https://a.example", 1, 0, 1_000, Instant.MAX);
        assignments = new Assignments(
                presence, () -> List.of(site), _ -> 16, new HolderChoice(7), reputations::weight, 1_000_000);
        lookup = new Lookup(
                presence, assignments, new Pairings(database, clock, System::nanoTime), reputations, false, dice);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private OnlinePeer come(int number) {
        var proof =
                new Proof("n", new KeyId("0".repeat(40)), new KeyId("%040x".formatted(100 + number)), "sha-256 AA", 1);
        var peer = new OnlinePeer(
                proof,
                new Capacity(1_000_000, 60, 1_000_000_000),
                InetAddress.ofLiteral("8.8." + number + ".8"),
                new SuperPeerLine() {
                    @Override
                    public void send(ToSuperPeer message) {
                        // Nobody reads it.
                    }

                    @Override
                    public void close(String why) {
                        throw new IllegalStateException(why);
                    }
                });
        reputations.come(peer.id());
        presence.come(peer);
        peer.keeps(Inventory.of(List.of(new Kept(SITE, 1, 1_000, true)), 1_000));
        assignments.refresh();
        return peer;
    }

    private OnlinePeer comeProven(int number) {
        OnlinePeer peer = come(number);
        for (int i = 0; i < 10; i++) {
            reputations.issued("t" + number + "-" + i, InetAddress.ofLiteral("7." + i + ".7.7"));
            reputations.settled(peer.id(), "t" + number + "-" + i, 20_000_000);
        }
        assertEquals(Standing.GOOD, reputations.standing(peer.id()));
        return peer;
    }

    private void demote(OnlinePeer peer) {
        for (int i = 1; i <= 3; i++) {
            reputations.wrongPiece(InetAddress.ofLiteral("6." + i + ".6.6"), peer.id());
        }
        assertEquals(Standing.DEMOTED, reputations.standing(peer.id()));
    }

    private KeyId found(InetAddress visitor) {
        return lookup.find(SITE, 0, Set.of(), new Lookup.Seeker(Reach.UNKNOWN, Set.of(), visitor), _ -> 1_000_000)
                .orElseThrow()
                .peer()
                .id();
    }

    private Map<KeyId, Integer> chosen() {
        var counts = new HashMap<KeyId, Integer>();
        for (int i = 0; i < LOOKS; i++) {
            counts.merge(found(VISITOR), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void newcomersTogetherGetOneInEightOfThoseWhomOthersCouldServeAsWell() {
        OnlinePeer proven = comeProven(1);
        come(2);
        come(3);
        int newcomers = LOOKS - chosen().getOrDefault(proven.id(), 0);
        double share = (double) newcomers / LOOKS;
        assertTrue(share > 0.10 && share < 0.15, "share " + share);
    }

    @Test
    void aLoneNewcomerIsChosenAndSoIsOneThatKeepsWhatOthersDoNot() {
        OnlinePeer newcomer = come(1);
        assertEquals(Map.of(newcomer.id(), LOOKS), chosen());
        OnlinePeer proven = comeProven(2);
        proven.keeps(Inventory.of(List.of(new Kept(SITE, 1, 0, false)), 1_000));
        assertEquals(Map.of(newcomer.id(), LOOKS), chosen(), "pages do not wait for a cold cache");
    }

    @Test
    void aNewcomerTakesWhatAFullOneHasNoRoomFor() {
        OnlinePeer newcomer = come(1);
        OnlinePeer proven = comeProven(2);
        proven.carries(new Load(0, 60, 0));
        assertEquals(Map.of(newcomer.id(), LOOKS), chosen());
    }

    @Test
    void aDemotedOneIsChosenOnlyWhereThereIsNoOther() {
        OnlinePeer demoted = comeProven(1);
        demote(demoted);
        assertEquals(Map.of(demoted.id(), LOOKS), chosen());
        OnlinePeer cold = come(2);
        cold.keeps(Inventory.of(List.of(), 1_000));
        cold.carries(new Load(0, 59, 1));
        assertEquals(Map.of(cold.id(), LOOKS), chosen());
    }

    @Test
    void whoReportsASuperPeerSendsNobodyElseAway() {
        OnlinePeer honest = comeProven(1);
        OnlinePeer fuller = comeProven(2);
        fuller.carries(new Load(0, 50, 10));
        InetAddress slanderer = InetAddress.ofLiteral("203.0.113.1");
        for (int i = 0; i < 10_000; i++) {
            reputations.wrongPiece(slanderer, honest.id());
        }
        assertEquals(honest.id(), found(VISITOR));
        assertEquals(fuller.id(), found(slanderer));
    }

    @Test
    void ofTwoThatAreAlikeTheOneWithTheHigherScoreComesFirst() {
        OnlinePeer low = comeProven(1);
        OnlinePeer high = comeProven(2);
        for (int i = 0; i < 50; i++) {
            reputations.failed(low.id());
            reputations.connected(high.id());
        }
        high.carries(new Load(0, 3, 57));
        assertEquals(high.id(), found(VISITOR), "a little fuller");
        high.carries(new Load(0, 40, 20));
        assertEquals(low.id(), found(VISITOR), "a score is not all");
    }
}
