package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkSessionTest {
    private final ServeLab lab = new ServeLab();

    @Test
    void saysHelloFirst() {
        assertEquals(
                1,
                lab.arrive("v", InMemoryLink.INSTANT, 1)
                        .link
                        .heard(LinkMessage.Hello.class)
                        .size());
    }

    @Test
    void closesALinkThatSaysNothingForTenSeconds() {
        ServeLab.Guest guest = lab.arrive("v", InMemoryLink.INSTANT, 1);
        lab.pass(Duration.ofMillis(9_990), Duration.ofMillis(10));
        assertTrue(guest.link.isOpen());
        lab.pass(Duration.ofMillis(10));
        assertEquals(Optional.of(Why.IDLE), guest.link.bye());
    }

    @Test
    void closesALinkThatAsksNothingForAMinuteAfterHello() {
        ServeLab.Guest guest = lab.enter("v");
        lab.pass(Duration.ofSeconds(59), Duration.ofSeconds(1));
        assertTrue(guest.link.isOpen());
        lab.pass(Duration.ofSeconds(1));
        assertEquals(Optional.of(Why.IDLE), guest.link.bye());
    }

    @Test
    void closesALinkThatIdlesForFiveMinutesAfterItsLastWant() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(1_000), 0, 1, 1);
        lab.pass(Duration.ofSeconds(299), Duration.ofSeconds(1));
        assertTrue(guest.link.isOpen());
        lab.pass(Duration.ofSeconds(1));
        assertEquals(Optional.of(Why.IDLE), guest.link.bye());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"type\":\"get\"}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"cancel\",\"request\":-1}",
                "{\"type\":\"cancel\",\"request\":4294967296}",
                "{\"type\":\"cancel\",\"request\":\"1\"}",
                "{\"type\":\"cancel\",\"request\":1} {}",
                "{\"type\":\"refuse\",\"request\":1,\"why\":\"busy\",\"retryAfterMs\":0}",
                "{\"type\":\"end\",\"request\":1,\"pieces\":1}",
                "{\"type\":\"hello\",\"versions\":[1],\"maxMessage\":262144,\"window\":1048576}",
                "{\"type\":\"ticket\",\"jws\":\"e30.e30.e30\"}",
                "{\"type\":\"receipt\",\"jws\":\"e30.e30.e30\"}"
            })
    void closesALinkThatBreaksTheProtocol(String message) {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.say(message);
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatSendsJsonAsDeepAsTheMessageIsLong() {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.say("{\"type\":\"cancel\",\"request\":" + "[".repeat(16_000));
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkWhoseMessageIsTooLong() {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.say("{\"type\":\"cancel\",\"request\":1" + " ".repeat(16 * 1024) + "}");
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatAsksBeforeHello() {
        ServeLab.Guest guest = lab.arrive("v", InMemoryLink.INSTANT, 1_000);
        guest.ask(lab.library.random(10), 0, 1, 0);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkOfAnotherVersion() {
        ServeLab.Guest guest = lab.arrive("v", InMemoryLink.INSTANT, 1_000);
        guest.link.say(new LinkMessage.Hello(List.of(2, 3), 65_536, 65_536));
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void answersAPingByAsManyMessagesAsMakeSctpSendALostPacketAgain() {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.say(new LinkMessage.Ping());
        lab.settle();
        assertEquals(LinkMessage.PONGS, guest.link.heard(LinkMessage.Pong.class).size());
        assertEquals(Optional.empty(), guest.link.bye());
    }

    @Test
    void closesALinkThatSaysPong() {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.say(new LinkMessage.Pong());
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkWhoseInboxOverflows() {
        ServeLab.Guest guest = lab.enter("v");
        for (int i = 0; i <= LinkInbox.MAX_MESSAGES; i++) {
            guest.link.say(new LinkMessage.Cancel(i));
        }
        lab.settle();
        assertEquals(Optional.of(Why.FLOODED), guest.link.bye());
    }

    @Test
    void closesALinkThatSentWhatIsNotAMessage() {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.inbox().end(LinkInbox.Ending.BREACHED);
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void readsAtMostFiftyMessagesASecond() {
        ServeLab.Guest guest = lab.enter("v");
        lab.pass(Duration.ofSeconds(2));
        ObjectId unknown = new ServeLab().library.random(99);
        for (int i = 0; i < 100; i++) {
            guest.link.say(new LinkMessage.Get(List.of(ServeLab.want(i, unknown, 0, 1, false, 0))));
        }
        lab.settle();
        assertEquals(50, guest.link.heard(LinkMessage.Refuse.class).size());
        lab.pass(Duration.ofMillis(500));
        assertEquals(75, guest.link.heard(LinkMessage.Refuse.class).size());
        lab.pass(Duration.ofSeconds(1));
        assertEquals(100, guest.link.heard(LinkMessage.Refuse.class).size());
        assertTrue(guest.link.isOpen());
    }

    @Test
    void takesThirtyTwoOpenWantsAndClosesAtOneMore() {
        ObjectId object = lab.library.random(1_000);
        ServeLab.Guest guest = lab.enter("v", 0, Ticket.FIRST_MAX_BYTES);
        lab.budget.setBytesPerSecond(0);
        lab.budget.setBytesPerSecond(1);
        for (int i = 0; i < 32; i++) {
            guest.ask(object, 0, 1, 1);
        }
        assertTrue(guest.link.isOpen());
        assertEquals(32, guest.session.openWants());
        guest.ask(object, 0, 1, 1);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatUsesANumberTwice() {
        ObjectId object = lab.library.random(1_000_000);
        ServeLab.Guest guest = lab.enter("v", 0, Ticket.FIRST_MAX_BYTES);
        LinkMessage.Want want = ServeLab.want(7, object, 0, 4, false, 1);
        guest.link.say(new LinkMessage.Get(List.of(want, want)));
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatAsksForPiecesBeyondTheObject() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(300_000), 1, 2, 1);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void endsWithTheOtherSide() {
        ServeLab.Guest guest = lab.enter("v");
        guest.link.say(new LinkMessage.Bye(Why.DRAIN));
        lab.settle();
        assertTrue(guest.session.hasEnded());
        assertFalse(guest.link.isOpen());
        assertEquals(Optional.empty(), guest.link.bye());
    }

    @Test
    void sendsASmallObjectInOneFrame() {
        ObjectId object = lab.library.random(20_000);
        ServeLab.Guest guest = lab.enter("v");
        int request = guest.ask(object, 0, 1, 0);
        InMemoryLink.Frame frame = guest.link.frames().getFirst();
        assertEquals(1, guest.link.frames().size());
        assertTrue(frame.header().last());
        assertArrayEquals(lab.library.bytes(object), frame.payload());
        assertEquals(List.of(new LinkMessage.End(request, 1)), guest.link.heard(LinkMessage.End.class));
    }

    @Test
    void sendsAllPiecesOfALargeObject() {
        ObjectId object = lab.library.random(1_300_001);
        ServeLab.Guest guest = lab.enter("v");
        int request = guest.ask(object, 0, 5, 1);
        lab.pass(Duration.ofMillis(50));
        assertTrue(guest.got(request, object));
        assertEquals(
                5,
                guest.link.frames().stream()
                        .filter(frame -> frame.header().last())
                        .count());
        assertTrue(guest.link.frames().stream().allMatch(frame -> frame.payload().length <= 65_536));
    }

    @Test
    void sendsTheLayerWithoutCountingIt() {
        ObjectId object = lab.library.random(1_300_001);
        ServeLab.Guest guest = lab.enter("v", InMemoryLink.INSTANT, 1);
        int request = guest.askLayer(object);
        byte[] layer = lab.library.layer(object).orElseThrow().toBytes();
        assertArrayEquals(layer, guest.arrived(request, 0, layer.length));
        assertEquals(List.of(new LinkMessage.End(request, 0)), guest.link.heard(LinkMessage.End.class));
    }

    @Test
    void endsAWantForALayerThatASmallObjectDoesNotHave() {
        ServeLab.Guest guest = lab.enter("v");
        int request = guest.askLayer(lab.library.random(1_000));
        assertEquals(List.of(new LinkMessage.End(request, 0)), guest.link.heard(LinkMessage.End.class));
    }

    @Test
    void sendsNoMessageLongerThanTheVisitorTakes() {
        ObjectId object = lab.library.random(100_000);
        ServeLab.Guest guest = lab.arrive("v", InMemoryLink.INSTANT, 1_000_000);
        guest.link.say(new LinkMessage.Hello(List.of(1), 16 * 1024, 65_536));
        int request = guest.ask(object, 0, 1, 0);
        assertTrue(guest.got(request, object));
        assertTrue(guest.link.frames().stream().allMatch(frame -> frame.payload().length <= 16 * 1024 - 16));
    }

    @Test
    void sendsWhatIsUrgentBeforeTheRestOfWhatWasBegun() {
        ObjectId large = lab.library.random(2_000_000);
        ObjectId urgent = lab.library.random(30_000);
        ServeLab.Guest guest = lab.enter("v", 100_000, Ticket.FIRST_MAX_BYTES);
        guest.ask(large, 0, 7, 2);
        int before = guest.link.frames().size();
        int request = guest.ask(urgent, 0, 1, 0);
        lab.pass(Duration.ofSeconds(3));
        assertTrue(guest.link.frames().size() > before);
        assertEquals(request, guest.link.frames().get(before).header().request());
    }

    @Test
    void stopsACancelledWantWithinOneBufferDrain() {
        ObjectId object = lab.library.random(4_000_000);
        ServeLab.Guest guest = lab.enter("v", 1_000_000, Ticket.FIRST_MAX_BYTES);
        int request = guest.ask(object, 0, 16, 1);
        lab.pass(Duration.ofMillis(500));
        int before = guest.link.frames().size();
        guest.cancel(request);
        lab.pass(Duration.ofSeconds(5), Duration.ofMillis(10));
        assertEquals(before, guest.link.frames().size());
        assertEquals(List.of(), guest.link.heard(LinkMessage.End.class));
        assertEquals(0, lab.pump.staging().bytes());
    }

    @Test
    void ignoresTheCancellationOfWhatHasEnded() {
        ServeLab.Guest guest = lab.enter("v");
        guest.cancel(guest.ask(lab.library.random(10), 0, 1, 0));
        guest.cancel(4_711);
        assertTrue(guest.link.isOpen());
    }

    @Test
    void refusesTheRestOfAnObjectThatIsLostOrWithdrawnMeanwhile() {
        ObjectId lost = lab.library.random(4_000_000);
        ObjectId purged = lab.library.random(3_900_000);
        ServeLab.Guest guest = lab.enter("v", 500_000, Ticket.FIRST_MAX_BYTES);
        guest.ask(lost, 0, 16, 1);
        lab.library.lose(lost);
        lab.pass(Duration.ofSeconds(2));
        assertEquals(Optional.of(LinkMessage.Refuse.Reason.ABSENT), guest.refusal());
        assertEquals(List.of(lost), lab.library.missed());
        guest.ask(purged, 0, 15, 1);
        lab.library.judge(purged, SitePolicy.Verdict.GONE);
        lab.pass(Duration.ofSeconds(2));
        assertEquals(Optional.of(LinkMessage.Refuse.Reason.GONE), guest.refusal());
        assertTrue(guest.link.isOpen());
    }

    @Test
    void closesAllWhenTheOwnerPauses() {
        ServeLab.Guest guest = lab.enter("v", 100_000, Ticket.FIRST_MAX_BYTES);
        guest.ask(lab.library.random(4_000_000), 0, 16, 1);
        lab.phase = ServePhase.PAUSED;
        lab.pass(Duration.ofMillis(1));
        assertEquals(Optional.of(Why.PAUSED), guest.link.bye());
        assertEquals(0, lab.pump.staging().bytes());
    }

    @Test
    void refusesWhatIsOpenOfASiteThatIsBlockedAndEndsOnceTheRestIsSignedFor() {
        ServeLab.Guest guest = lab.enter("v", 1_000_000, Ticket.FIRST_MAX_BYTES);
        ObjectId object = lab.library.random(4_000_000);
        int request = guest.ask(object, 0, 16, 1);
        lab.pass(Duration.ofMillis(500));
        long whole = guest.session.sentBytes() / (256 * 1024);
        assertTrue(whole > 0 && whole < 16, whole + " pieces went before");
        lab.library.refuse(lab.site);
        lab.pass(Duration.ofMillis(1));
        assertEquals(
                List.of(new LinkMessage.Refuse(request, LinkMessage.Refuse.Reason.BLOCKED, 0)),
                guest.link.heard(LinkMessage.Refuse.class));
        assertEquals(0, lab.pump.staging().bytes());
        long sent = guest.session.sentBytes();
        guest.ask(lab.library.random(1_000), 0, 1, 0);
        assertEquals(2, guest.link.heard(LinkMessage.Refuse.class).size());
        assertTrue(guest.link.isOpen(), "not before it is signed for");
        guest.receipt(whole, whole * 256 * 1024);
        lab.pass(Duration.ofSeconds(1));
        assertEquals(Optional.of(Why.LIMIT), guest.link.bye());
        assertEquals(sent, guest.session.sentBytes());
        assertEquals(whole * 256 * 1024, lab.receipts.getLast().bytes());
    }

    @Test
    void goesOnWithASiteThatIsAllowedAgainBeforeTheLinkEnded() {
        ServeLab.Guest guest = lab.enter("v");
        ObjectId object = lab.library.random(300_000);
        guest.ask(object, 0, 2, 1);
        lab.library.refuse(lab.site);
        lab.pass(Duration.ofMillis(100));
        lab.library.allow(lab.site);
        lab.pass(Duration.ofSeconds(10));
        assertTrue(guest.link.isOpen());
        int again = guest.ask(object, 0, 2, 1);
        lab.pass(Duration.ofSeconds(1));
        assertTrue(guest.got(again, object));
    }

    @Test
    void finishesWhatWasAskedBeforeItDrains() {
        ObjectId object = lab.library.random(1_000_000);
        ServeLab.Guest guest = lab.enter("v", 1_000_000, Ticket.FIRST_MAX_BYTES);
        int request = guest.ask(object, 0, 4, 1);
        lab.phase = ServePhase.DRAINING;
        guest.ask(object, 0, 1, 1);
        assertEquals(Optional.of(LinkMessage.Refuse.Reason.BUSY), guest.refusal());
        lab.pass(Duration.ofSeconds(2));
        assertTrue(guest.got(request, object));
        assertTrue(guest.link.isOpen(), "not before it is signed for");
        guest.receipt(4, 1_000_000);
        lab.pass(Duration.ofMillis(20));
        assertEquals(Optional.of(Why.DRAIN), guest.link.bye());
        assertEquals(1_000_000, lab.receipts.getLast().bytes());
    }

    @Test
    void drainsALinkOnlyOnceWhatIsBufferedHasLeft() {
        ObjectId object = lab.library.random(4_000_000);
        ServeLab.Guest guest = lab.enter("v");
        guest.link.drainAt(0);
        guest.askLayer(object);
        lab.phase = ServePhase.DRAINING;
        lab.pass(Duration.ofSeconds(1));
        assertTrue(guest.link.isOpen());
        guest.link.drainAt(InMemoryLink.INSTANT);
        lab.pass(Duration.ofMillis(20));
        assertEquals(Optional.of(Why.DRAIN), guest.link.bye());
    }

    @Test
    void drainsALinkThatDoesNotSignWithinFiveSeconds() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(1_000), 0, 1, 1);
        lab.phase = ServePhase.DRAINING;
        lab.pass(Duration.ofMillis(4_900), Duration.ofMillis(10));
        assertTrue(guest.link.isOpen());
        lab.pass(Duration.ofMillis(200), Duration.ofMillis(10));
        assertEquals(Optional.of(Why.DRAIN), guest.link.bye());
    }
}
