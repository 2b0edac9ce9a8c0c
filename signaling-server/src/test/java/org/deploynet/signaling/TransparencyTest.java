package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.signaling.FromSuperPeer.Consistency;
import org.deploynet.protocol.signaling.FromSuperPeer.Inclusion;
import org.deploynet.protocol.signaling.FromSuperPeer.Statement;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.CheckpointNews;
import org.deploynet.protocol.signaling.ToSuperPeer.Consistent;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.signaling.ToSuperPeer.Paid;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.InclusionProof;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.ProvenEntry;
import org.deploynet.signaling.TestNetwork.TestLink;
import org.deploynet.signaling.api.LedgerEntries;
import org.deploynet.signaling.api.NetworkName;
import org.deploynet.signaling.api.SignedCheckpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransparencyTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestNetwork network;

    @BeforeEach
    void start() throws Exception {
        network = TestNetwork.withSite(folder);
    }

    @AfterEach
    void stop() {
        network.server.verifyLedger();
        network.close();
    }

    @Test
    void everyEntryOfATicketIsProvedToBeInTheCheckpoint() throws Exception {
        TestLink link = settled();
        network.clock.advance(Duration.ofMinutes(2));
        Checkpoint checkpoint = checkpoint();
        List<LedgerEntry> entries = entriesOf(link.ticket().id());
        assertEquals(
                List.of("reserve", "settle", "release"),
                entries.stream().map(LedgerEntry::kind).toList());
        for (LedgerEntry entry : entries) {
            InclusionProof proof = inclusion(entry.sequence(), checkpoint.size());
            assertTrue(proof.proves(entry.leaf(), checkpoint.root()));
            assertFalse(proof.proves(entry.leaf(), checkpoint.head()));
        }
        assertEquals(entries.getLast().sequence(), checkpoint.size());
    }

    @Test
    void entriesNameNoAddressAndAreFoundByTheTicketAlone() throws Exception {
        TestLink link = settled();
        String text = entriesOf(link.ticket().id()).toString();
        assertFalse(text.contains("127.0.0.1"), text);
        assertEquals(List.of(), entriesOf("another"));
        assertEquals(400, network.get("/v1/ledger/entries").statusCode());
        assertEquals(
                400, network.get("/v1/ledger/entries?ticket=" + "a".repeat(65)).statusCode());
    }

    @Test
    void laterCheckpointsContinueTheEarlierOnesOverARestart() throws Exception {
        Checkpoint first = checkpoint();
        settled();
        network.clock.advance(Duration.ofMinutes(2));
        Checkpoint second = checkpoint();
        assertTrue(second.size() > first.size());
        network.restart();
        network.server.grant(network.site(), 1);
        network.clock.advance(Duration.ofMinutes(2));
        Checkpoint third = checkpoint();
        assertTrue(consistency(first.size(), third.size()).proves(first.root(), third.root()));
        assertTrue(consistency(second.size(), third.size()).proves(second.root(), third.root()));
        assertFalse(consistency(first.size(), third.size()).proves(second.root(), third.root()));
    }

    @Test
    void checkpointOnDemandIsAsOldAsAMinuteAtMostAndTheSameWhileNothingIsPosted() throws Exception {
        String first = signed();
        network.server.grant(network.site(), 1);
        assertEquals(first, signed());
        network.clock.advance(Duration.ofMinutes(1));
        String second = signed();
        assertNotEquals(first, second);
        network.clock.advance(Duration.ofMinutes(30));
        assertEquals(second, signed());
    }

    @Test
    void questionsAboutEntriesThatAreNotThereAreRefused() throws Exception {
        long size = checkpoint().size();
        for (String bad : List.of(
                "inclusion?entry=0&size=" + size,
                "inclusion?entry=" + (size + 1) + "&size=" + (size + 1),
                "inclusion?entry=2&size=1",
                "consistency?from=2&to=1",
                "consistency?from=1&to=" + (size + 1))) {
            assertEquals(404, network.get("/v1/ledger/" + bad).statusCode(), bad);
        }
        for (String bad : List.of("inclusion?entry=1", "inclusion?entry=1&size=-1", "consistency?from=x&to=1")) {
            assertEquals(400, network.get("/v1/ledger/" + bad).statusCode(), bad);
        }
    }

    @Test
    void superPeersGetTheCheckpointAfterTheWelcomeAndEveryHourAndTheProofTheyAskFor() throws Exception {
        try (TestPeer peer = TestPeer.welcomed(network.server)) {
            Checkpoint first = next(peer);
            network.server.grant(network.site(), 1);
            network.clock.advance(Duration.ofMinutes(59));
            network.server.keepHouse();
            network.clock.advance(Duration.ofMinutes(1));
            network.server.keepHouse();
            Checkpoint second = next(peer);
            assertEquals(Duration.ofHours(1).toMillis(), second.time() - first.time());
            peer.socket.send(new Consistency(5, first.size(), second.size()));
            Consistent answer = peer.socket.expect(Consistent.class);
            assertEquals(5, answer.ref());
            assertTrue(answer.proof().proves(first.root(), second.root()));
            peer.socket.send(new Consistency(6, 1, second.size() + 1));
            assertEquals(
                    Refused.Code.MALFORMED, peer.socket.expect(Refused.class).code());
        }
    }

    @Test
    void superPeersAskWhatPaidForTheirTicketsPageByPageAndWhatTheyWereEverPaid() throws Exception {
        TestLink link = network.link();
        for (int paid = 1; paid <= 18; paid++) {
            link.peer().settle(link.visitor().receipt(link.ticket(), paid * 100_000L));
        }
        network.clock.advance(Duration.ofMinutes(2));
        Checkpoint checkpoint = checkpoint();
        List<String> tickets = List.of(link.ticket().id(), "another");
        List<ProvenEntry> first = included(link.peer(), checkpoint, 0, tickets);
        List<ProvenEntry> rest =
                included(link.peer(), checkpoint, first.getLast().entry().sequence(), tickets);
        assertEquals(List.of(16, 2), List.of(first.size(), rest.size()));
        String account = "peer:pending/" + link.peer().id() + "=";
        long proven = 0;
        for (ProvenEntry entry : Stream.concat(first.stream(), rest.stream()).toList()) {
            assertTrue(entry.isIn(checkpoint.size(), checkpoint.root()));
            assertFalse(entry.isIn(checkpoint.size(), checkpoint.head()));
            proven += Stream.of(entry.entry().postings().split(" "))
                    .filter(posting -> posting.startsWith(account))
                    .mapToLong(posting -> Long.parseLong(posting.substring(account.length())))
                    .sum();
        }
        assertEquals(1_800, proven);
        link.peer().socket.send(new Statement(7, Optional.empty()));
        assertEquals(
                new Stated(7, List.of(new Paid(network.site(), 1_800_000, 1_800))),
                link.peer().socket.expect(Stated.class));
        link.peer().socket.send(new Statement(8, Optional.of(network.site())));
        assertEquals(new Stated(8, List.of()), link.peer().socket.expect(Stated.class));
        try (TestPeer other = TestPeer.welcomed(network.server)) {
            other.socket.send(new Statement(9, Optional.empty()));
            assertEquals(List.of(), other.socket.expect(Stated.class).sites(), "only one's own");
        }
    }

    private static List<ProvenEntry> included(TestPeer peer, Checkpoint at, long after, List<String> tickets) {
        peer.socket.send(new Inclusion(6, at.size(), after, tickets));
        return peer.socket.expect(Included.class).entries();
    }

    private Checkpoint next(TestPeer peer) throws ProtocolException {
        return Checkpoint.verify(peer.socket.expect(CheckpointNews.class).checkpoint(), peer.challenge.key());
    }

    private TestLink settled() throws ProtocolException {
        TestLink link = network.link();
        link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
        link.peer().settle(List.of(), List.of(link.id()));
        return link;
    }

    private Checkpoint checkpoint() throws Exception {
        NetworkName name = TestNetwork.read(network.get("/v1/network").body(), NetworkName.class);
        return Checkpoint.verify(signed(), name.key());
    }

    private String signed() throws Exception {
        return read("checkpoint", SignedCheckpoint.class).checkpoint();
    }

    private List<LedgerEntry> entriesOf(String ticket) throws Exception {
        return read("entries?ticket=" + ticket, LedgerEntries.class).entries();
    }

    private InclusionProof inclusion(long entry, long size) throws Exception {
        return read("inclusion?entry=" + entry + "&size=" + size, InclusionProof.class);
    }

    private ConsistencyProof consistency(long from, long to) throws Exception {
        return read("consistency?from=" + from + "&to=" + to, ConsistencyProof.class);
    }

    private <T> T read(String what, Class<T> type) throws Exception {
        return TestNetwork.read(network.get("/v1/ledger/" + what).body(), type);
    }
}
