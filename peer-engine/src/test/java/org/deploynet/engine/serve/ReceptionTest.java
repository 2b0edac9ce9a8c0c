package org.deploynet.engine.serve;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Admission with a clock that stands still; loops and pump run on threads of their own. */
class ReceptionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String HEX = "AA:".repeat(31) + "AA";
    private static final String OTHER_HEX = "BB:".repeat(31) + "BB";

    private final ServeLab lab = new ServeLab();
    private final SigningKey session = SigningKey.generate();
    private final Reception reception = new Reception(
            lab.gate,
            lab.server,
            lab.pump,
            (jws, ticket, receiptJws, receipt) -> lab.receipts.add(receipt),
            2,
            lab.ticker);

    @AfterEach
    void close() {
        reception.close();
        lab.pump.close();
    }

    @Test
    void admitsAVisitorWithATicketForItsCertificate() {
        assertInstanceOf(Entry.Admitted.class, reception.admit("a", jws("a", lab.self, HEX), sdp(HEX)));
        assertEquals(1, reception.room());
    }

    @Test
    void declinesATicketOfAnotherNetworkPeerLinkOrCertificate() {
        assertDeclined(Decline.Why.TICKET, "a", "nonsense", HEX);
        assertDeclined(Decline.Why.TICKET, "a", ticket("a", lab.self, HEX).sign(SigningKey.generate()), HEX);
        assertDeclined(Decline.Why.TICKET, "a", jws("a", SigningKey.generate().id(), HEX), HEX);
        assertDeclined(Decline.Why.TICKET, "b", jws("a", lab.self, HEX), HEX);
        assertDeclined(Decline.Why.TICKET, "a", jws("a", lab.self, HEX), OTHER_HEX);
        assertEquals(2, reception.room());
    }

    @Test
    void declinesATicketForAnotherCertificateOfOurs() {
        var gate = new TicketGate(lab.self, "sha-256 " + OTHER_HEX, lab::serverTime);
        gate.pin(lab.network.publicKey());
        var other = new Reception(gate, lab.server, lab.pump, (a, b, c, d) -> {}, 1, lab.ticker);
        assertEquals(new Entry.Declined(Decline.Why.TICKET), other.admit("a", jws("a", lab.self, HEX), sdp(HEX)));
    }

    @Test
    void declinesAnExpiredTicket() {
        String ticket = jws("a", lab.self, HEX);
        lab.ticker.advance(Ticket.LIFETIME.plusSeconds(1));
        assertDeclined(Decline.Why.TICKET, "a", ticket, HEX);
    }

    @Test
    void declinesEverythingBeforeItKnowsItsNetwork() {
        var gate = new TicketGate(lab.self, ServeLab.PEER_PRINT, lab::serverTime);
        var early = new Reception(gate, lab.server, lab.pump, (a, b, c, d) -> {}, 1, lab.ticker);
        assertEquals(new Entry.Declined(Decline.Why.TICKET), early.admit("a", jws("a", lab.self, HEX), sdp(HEX)));
    }

    @Test
    void declinesASiteThatItsOwnerBlocks() {
        lab.library.block(lab.site);
        assertDeclined(Decline.Why.BLOCKED, "a", jws("a", lab.self, HEX), HEX);
    }

    @Test
    void declinesOneMoreThanThereIsRoomForUntilSomebodyLeaves() {
        admit("a");
        admit("b");
        assertDeclined(Decline.Why.FULL, "c", jws("c", lab.self, HEX), HEX);
        reception.abandon("a");
        admit("c");
        reception.setMaxLinks(3);
        admit("d");
        assertEquals(0, reception.room());
    }

    @Test
    void declinesTheSameLinkTwice() {
        admit("a");
        assertDeclined(Decline.Why.TICKET, "a", jws("a", lab.self, HEX), HEX);
    }

    @Test
    void declinesAllWhilePausedAndDraining() {
        reception.pause();
        assertDeclined(Decline.Why.PAUSED, "a", jws("a", lab.self, HEX), HEX);
        assertEquals(0, reception.room());
        reception.drain();
        assertDeclined(Decline.Why.PAUSED, "a", jws("a", lab.self, HEX), HEX);
        reception.resume();
        admit("a");
    }

    @Test
    void closesALinkThatWasNotAdmitted() {
        var link = new InMemoryLink("stranger", InMemoryLink.INSTANT, lab.ticker);
        reception.serve(link);
        assertFalse(link.isOpen());
    }

    @Test
    void servesAnAdmittedLinkUntilItEnds() {
        lab.pump.start();
        ObjectId object = lab.library.random(20_000);
        InMemoryLink link = serve("a");
        link.say(new LinkMessage.Hello(List.of(1), 65_536, 65_536));
        link.say(new LinkMessage.Get(List.of(ServeLab.want(1, object, 0, 1, false, 0))));
        await().atMost(PATIENCE).until(() -> link.heard(LinkMessage.End.class).size() == 1);
        assertEquals(20_000, link.payloadBytes());
        assertEquals(20_000, reception.meters().payloadBytes());
        LinkView view = reception.links().getFirst();
        assertEquals(lab.site, view.site());
        assertEquals(20_000, view.sentBytes());
        link.say(new LinkMessage.Bye(Why.DRAIN));
        await().atMost(PATIENCE).until(() -> reception.links().isEmpty());
        assertEquals(2, reception.room());
        assertEquals(1, reception.meters().linksEver());
    }

    @Test
    void neverFallsAsleepOverWhatIsStagedWhileTheLastPieceLeaves() {
        var running = new UploadPump(lab.budget, Ticker.system());
        running.start();
        var busy = new Reception(lab.gate, lab.server, running, (a, b, c, d) -> {}, 1, Ticker.system());
        ObjectId object = lab.library.random(2 * 1024 * 1024);
        Ticket ticket = ticket("busy", lab.self, HEX, Ticket.MAX_BYTES);
        assertInstanceOf(Entry.Admitted.class, busy.admit("busy", ticket.sign(lab.network), sdp(HEX)));
        var link = new InMemoryLink("busy", InMemoryLink.INSTANT, Ticker.system());
        busy.serve(link);
        link.say(new LinkMessage.Hello(List.of(1), 65_536, 65_536));
        for (int round = 1; round <= 100; round++) {
            link.say(new LinkMessage.Get(List.of(ServeLab.want(round, object, 0, 8, false, 1))));
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(PATIENCE)
                    .until(() -> link.heard(LinkMessage.End.class).size() == 1);
            link.forget();
            Receipt receipt = new Receipt(ticket.id(), 8L * round, 2L * 1024 * 1024 * round);
            link.say(new LinkMessage.NewReceipt(receipt.sign(session)));
        }
        busy.close();
        running.close();
    }

    @Test
    void countsWhatWasSignedBeforeAnErrorInsideEndsALink() {
        lab.pump.start();
        ObjectId object = lab.library.random(20_000);
        ObjectId broken = lab.library.random(9);
        lab.library.breakAt(broken);
        InMemoryLink link = serve("a");
        link.say(new LinkMessage.Hello(List.of(1), 65_536, 65_536));
        link.say(new LinkMessage.Get(List.of(ServeLab.want(1, object, 0, 1, false, 0))));
        await().atMost(PATIENCE).until(() -> link.heard(LinkMessage.End.class).size() == 1);
        for (long bytes : List.of(10_000L, 20_000L)) {
            link.say(new LinkMessage.NewReceipt(new Receipt("t-a", 1, bytes).sign(session)));
        }
        link.say(new LinkMessage.Get(List.of(ServeLab.want(2, broken, 0, 1, false, 0))));
        await().atMost(PATIENCE).until(() -> reception.links().isEmpty());
        assertEquals(20_000, lab.receipts.getLast().bytes());
    }

    @Test
    void tellsAllLinksThatTheOwnerPauses() {
        InMemoryLink link = serve("a");
        reception.pause();
        await().atMost(PATIENCE).until(() -> link.bye().equals(Optional.of(Why.PAUSED)));
        await().atMost(PATIENCE).until(() -> reception.links().isEmpty());
    }

    @Test
    void closesTheLinkThatItsOwnerPoints() {
        InMemoryLink link = serve("a");
        assertTrue(reception.closeLink("a"));
        assertFalse(reception.closeLink("b"));
        await().atMost(PATIENCE).until(() -> link.bye().equals(Optional.of(Why.LIMIT)));
        await().atMost(PATIENCE).until(() -> reception.links().isEmpty());
    }

    @Test
    void letsTheIdleGoWhenTheirPlaceIsNeeded() {
        InMemoryLink idle = serve("idle");
        idle.say(new LinkMessage.Hello(List.of(1), 65_536, 65_536));
        idle.say(new LinkMessage.Get(List.of(ServeLab.want(1, lab.library.random(9), 0, 1, false, 0))));
        await().atMost(PATIENCE).until(() -> idle.heard(LinkMessage.End.class).size() == 1);
        admit("b");
        lab.ticker.advance(Duration.ofSeconds(119));
        assertDeclined(Decline.Why.FULL, "c", jws("c", lab.self, HEX), HEX);
        lab.ticker.advance(Duration.ofSeconds(1));
        admit("c");
        await().atMost(PATIENCE).until(() -> idle.bye().equals(Optional.of(Why.IDLE)));
    }

    private InMemoryLink serve(String name) {
        admit(name);
        var link = new InMemoryLink(name, InMemoryLink.INSTANT, Ticker.system());
        reception.serve(link);
        return link;
    }

    private void admit(String link) {
        assertInstanceOf(Entry.Admitted.class, reception.admit(link, jws(link, lab.self, HEX), sdp(HEX)));
    }

    private void assertDeclined(Decline.Why why, String link, String jws, String hex) {
        assertEquals(new Entry.Declined(why), reception.admit(link, jws, sdp(hex)));
    }

    private String jws(String link, KeyId peer, String visitorHex) {
        return ticket(link, peer, visitorHex).sign(lab.network);
    }

    private Ticket ticket(String link, KeyId peer, String visitorHex) {
        return ticket(link, peer, visitorHex, 1_000_000);
    }

    private Ticket ticket(String link, KeyId peer, String visitorHex, long maxBytes) {
        Ticket ticket = lab.ticket("t-" + link, link, session, maxBytes);
        return new Ticket(
                ticket.id(),
                ticket.network(),
                link,
                ticket.site(),
                peer,
                ticket.peerFingerprint(),
                "sha-256 " + visitorHex,
                ticket.sessionKey(),
                ticket.maxBytes(),
                ticket.price(),
                ticket.issued(),
                ticket.expires());
    }

    private static String sdp(String hex) {
        return "v=0\r\na=fingerprint:sha-256 " + hex + "\r\n";
    }
}
