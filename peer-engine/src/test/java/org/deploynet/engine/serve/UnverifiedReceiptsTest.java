package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a receipt's signature is looked at, and that nobody gains by it. */
class UnverifiedReceiptsTest {
    private static final int MIB = 1024 * 1024;
    private static final int PIECE = 256 * 1024;

    private final ServeLab lab = new ServeLab();

    private static Receipt pieces(int count) {
        return new Receipt("ticket-v", count, (long) count * PIECE);
    }

    /** A visitor who got 8 pieces and has signed for the first of them, a moment ago. */
    private ServeLab.Guest guest() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(2 * MIB), 0, 8, 1);
        lab.pass(Duration.ofMillis(50));
        guest.receipt(1, PIECE);
        assertEquals(List.of(pieces(1)), lab.receipts);
        return guest;
    }

    private static void signs(ServeLab.Guest guest, int pieces) {
        guest.receipt(pieces, (long) pieces * PIECE);
    }

    private static void forges(ServeLab.Guest guest, int pieces) {
        guest.receipt("ticket-v", pieces, (long) pieces * PIECE, SigningKey.generate());
    }

    @Test
    void looksAtTheNewestOnlyAndASecondAfterTheLastOne() {
        ServeLab.Guest guest = guest();
        signs(guest, 2);
        forges(guest, 3);
        signs(guest, 4);
        lab.pass(Duration.ofMillis(900), Duration.ofMillis(10));
        assertEquals(List.of(pieces(1)), lab.receipts);
        assertEquals(PIECE, lab.pump.counters().receiptedBytes.sum());
        lab.pass(Duration.ofMillis(100), Duration.ofMillis(10));
        assertEquals(List.of(pieces(1), pieces(4)), lab.receipts);
        assertEquals(MIB, lab.pump.counters().receiptedBytes.sum());
        assertTrue(guest.link.isOpen());
    }

    @Test
    void saysWhenItWillLook() {
        ServeLab.Guest guest = guest();
        lab.pass(Duration.ofMillis(300));
        long before = guest.session.nanosUntilDue();
        assertTrue(before > UnverifiedReceipts.APART_NANOS);
        signs(guest, 2);
        assertEquals(Duration.ofMillis(700), Duration.ofNanos(guest.session.nanosUntilDue()));
    }

    @Test
    void aForgedReceiptClosesTheLinkAndDoesNotHideAGoodOneBeforeIt() {
        ServeLab.Guest guest = guest();
        signs(guest, 2);
        signs(guest, 3);
        forges(guest, 4);
        forges(guest, 5);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(100));
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
        assertEquals(List.of(pieces(1), pieces(3)), lab.receipts);
        assertEquals(3 * PIECE, lab.pump.counters().receiptedBytes.sum());
    }

    @Test
    void closesALinkWhoseReceiptGoesBackBehindOneThatIsNotVerified() {
        ServeLab.Guest guest = guest();
        signs(guest, 3);
        signs(guest, 2);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
        assertEquals(List.of(pieces(1), pieces(3)), lab.receipts);
    }

    @Test
    void looksBeforeALinkHasToWait() {
        ServeLab.Guest guest = guestAtTheLimit();
        signs(guest, 10);
        assertEquals(List.of(pieces(1), pieces(2)), lab.receipts);
        int request = guest.ask(lab.library.random(PIECE), 0, 1, 1);
        assertEquals(List.of(pieces(1), pieces(2), pieces(10)), lab.receipts);
        assertFalse(guest.session.waitsForReceipt());
        lab.pass(Duration.ofMillis(50));
        assertEquals(
                new LinkMessage.End(request, 1),
                guest.link.heard(LinkMessage.End.class).getLast());
    }

    /** A visitor who got 10 pieces, owes 8 of them and has signed for the others a moment ago. */
    private ServeLab.Guest guestAtTheLimit() {
        ServeLab.Guest guest = guest();
        guest.ask(lab.library.random(2 * PIECE), 0, 2, 1);
        lab.pass(Duration.ofSeconds(3), Duration.ofMillis(10));
        signs(guest, 2);
        lab.pass(Duration.ofMillis(10));
        assertEquals(List.of(pieces(1), pieces(2)), lab.receipts);
        assertEquals(10 * PIECE, guest.link.payloadBytes());
        return guest;
    }

    @Test
    void aForgedReceiptBuysNotOnePiece() {
        ServeLab.Guest guest = guest();
        forges(guest, 8);
        guest.ask(lab.library.random(4 * MIB), 0, 16, 1);
        lab.pass(Duration.ofMillis(50));
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
        long sent = guest.link.payloadBytes();
        assertTrue(sent > 2 * MIB && sent <= 2 * MIB + PIECE, sent + " bytes, with a good receipt for one piece");
        assertEquals(List.of(pieces(1)), lab.receipts);
    }

    @Test
    void whoIsWaitedForIsLookedAtAtOnce() {
        ServeLab.Guest guest = guestAtTheLimit();
        guest.cancel(guest.ask(lab.library.random(PIECE), 0, 1, 1));
        assertTrue(guest.session.waitsForReceipt(), "who takes back what it asked owes as before");
        signs(guest, 10);
        assertEquals(List.of(pieces(1), pieces(2), pieces(10)), lab.receipts);
        assertFalse(guest.session.waitsForReceipt());
    }

    @Test
    void doesNotLookAtWhatAddsNothing() {
        ServeLab.Guest guest = guest();
        forges(guest, 1);
        assertTrue(guest.session.nanosUntilDue() > UnverifiedReceipts.APART_NANOS);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(100));
        assertEquals(List.of(pieces(1)), lab.receipts);
        assertTrue(guest.link.isOpen());
    }

    /** Ways in which a link ends. */
    enum End {
        BYE,
        CUT,
        FLOOD,
        BREACH,
        PAUSE
    }

    private void end(ServeLab.Guest guest, End how) {
        switch (how) {
            case BYE -> guest.link.say(new LinkMessage.Bye(Why.DRAIN));
            case CUT -> guest.link.inbox().end(LinkInbox.Ending.CLOSED);
            case FLOOD -> guest.link.inbox().end(LinkInbox.Ending.FLOODED);
            case BREACH -> guest.link.say("no message");
            case PAUSE -> {
                lab.phase = ServePhase.PAUSED;
                guest.link.inbox().wake();
            }
        }
        lab.settle();
        assertTrue(guest.session.hasEnded());
    }

    @ParameterizedTest
    @EnumSource
    void looksAtTheEndOfALink(End how) {
        ServeLab.Guest guest = guest();
        signs(guest, 8);
        end(guest, how);
        assertEquals(List.of(pieces(1), pieces(8)), lab.receipts);
    }

    @ParameterizedTest
    @EnumSource
    void aForgedReceiptAtTheEndOfALinkDoesNotHideAGoodOne(End how) {
        ServeLab.Guest guest = guest();
        signs(guest, 7);
        forges(guest, 8);
        end(guest, how);
        assertEquals(List.of(pieces(1), pieces(7)), lab.receipts);
    }

    @Test
    void aForgedReceiptIsTheReasonBeforeAnyOther() {
        ServeLab.Guest guest = guest();
        forges(guest, 8);
        end(guest, End.PAUSE);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void looksBeforeATicketIsForgotten() {
        ServeLab.Guest guest = guest();
        signs(guest, 8);
        guest.renew("second", 2 * MIB);
        assertEquals(List.of(pieces(1), pieces(8)), lab.receipts);
    }

    @Test
    void keepsTheReceiptsOfEachTicketApart() {
        ServeLab.Guest guest = guest();
        guest.renew("second", 2 * MIB);
        ObjectId object = lab.library.random(PIECE);
        guest.ask(object, 0, 1, 1);
        lab.pass(Duration.ofMillis(50));
        guest.receipt("second", 1, PIECE, guest.key);
        guest.receipt("second", 1, PIECE, guest.key);
        forges(guest, 8);
        guest.receipt("ticket-v", 8, 8L * PIECE, guest.key);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(100));
        assertEquals(List.of(pieces(1), new Receipt("second", 1, PIECE), pieces(8)), lab.receipts);
        assertTrue(guest.link.isOpen());
    }

    @Test
    void aForgedReceiptForATicketThatNobodyKnowsClosesTheLink() {
        ServeLab.Guest guest = guest();
        guest.receipt("another", 1, PIECE, guest.key);
        assertTrue(guest.link.isOpen());
        guest.receipt("another", 1, PIECE, SigningKey.generate());
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void neverKeepsMoreThanSixteen() {
        ServeLab.Guest guest = lab.enter("v", InMemoryLink.INSTANT, Ticket.FIRST_MAX_BYTES);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(100));
        ObjectId small = lab.library.random(1_000);
        guest.ask(small, 0, 1, 1);
        lab.pass(Duration.ofMillis(10));
        IntStream.rangeClosed(1, 1 + 2 * UnverifiedReceipts.MOST)
                .forEach(bytes -> guest.receipt("ticket-v", 1, bytes, guest.key));
        assertEquals(
                List.of(1L, 17L, 33L), lab.receipts.stream().map(Receipt::bytes).toList());
    }
}
