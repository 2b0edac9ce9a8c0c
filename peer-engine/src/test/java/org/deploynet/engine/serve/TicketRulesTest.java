package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;
import org.deploynet.protocol.link.LinkMessage.Refuse.Reason;
import org.junit.jupiter.api.Test;

/** What a link gets for which ticket, and what it owes. */
class TicketRulesTest {
    private static final int MIB = 1024 * 1024;
    private static final int PIECE = 256 * 1024;

    private final ServeLab lab = new ServeLab();

    @Test
    void refusesWhatIsNotKeptOrNotOfTheSite() {
        ServeLab.Guest guest = lab.enter("v");
        ObjectId kept = lab.library.random(1_000);
        lab.library.lose(kept);
        guest.ask(kept, 0, 1, 0);
        assertEquals(Optional.of(Reason.ABSENT), guest.refusal());
        ObjectId foreign = lab.library.random(2_000);
        lab.library.judge(foreign, SitePolicy.Verdict.UNKNOWN);
        guest.ask(foreign, 0, 1, 0);
        assertEquals(Optional.of(Reason.ABSENT), guest.refusal());
        assertEquals(0, lab.library.reads());
        assertEquals(List.of(kept), lab.library.missed(), "what is not of the site is nobody's wish");
    }

    @Test
    void refusesABlockedSiteAndAWithdrawnObject() {
        ServeLab.Guest guest = lab.enter("v");
        ObjectId purged = lab.library.random(1_000);
        lab.library.judge(purged, SitePolicy.Verdict.GONE);
        guest.ask(purged, 0, 1, 0);
        assertEquals(Optional.of(Reason.GONE), guest.refusal());
        lab.library.block(lab.site);
        guest.ask(purged, 0, 1, 0);
        assertEquals(Optional.of(Reason.BLOCKED), guest.refusal());
    }

    @Test
    void refusesAWantThatWouldExceedTheTicketByOneByte() {
        ObjectId exact = lab.library.random(PIECE);
        ObjectId one = lab.library.random(1);
        ServeLab.Guest guest = lab.enter("v", InMemoryLink.INSTANT, PIECE);
        guest.ask(exact, 0, 1, 1);
        assertEquals(Optional.empty(), guest.refusal());
        guest.ask(one, 0, 1, 1);
        assertEquals(Optional.of(Reason.TICKET), guest.refusal());
    }

    @Test
    void refusesWantsOnATicketThatExpired() {
        ObjectId object = lab.library.random(1_000);
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(object, 0, 1, 1);
        for (int minute = 0; minute < 3; minute++) {
            lab.pass(Duration.ofMinutes(4), Duration.ofMinutes(4));
            guest.ask(object, 0, 1, 1);
        }
        assertEquals(Optional.of(Reason.TICKET), guest.refusal());
        assertEquals(3, guest.link.heard(LinkMessage.End.class).size());
    }

    @Test
    void countsWantsOnTheLastTicketBeforeThem() {
        ObjectId object = lab.library.random(PIECE);
        ServeLab.Guest guest = lab.enter("v", InMemoryLink.INSTANT, PIECE);
        guest.ask(object, 0, 1, 1);
        guest.renew("second", 2 * PIECE);
        guest.ask(object, 0, 1, 1);
        guest.ask(object, 0, 1, 1);
        assertEquals(Optional.empty(), guest.refusal());
        guest.ask(object, 0, 1, 1);
        assertEquals(Optional.of(Reason.TICKET), guest.refusal());
        lab.pass(Duration.ofMillis(50));
        guest.receipt("ticket-v", 1, PIECE, guest.key);
        guest.receipt("second", 2, 2 * PIECE, guest.key);
        assertEquals(List.of(new Receipt("ticket-v", 1, PIECE), new Receipt("second", 2, 2 * PIECE)), lab.receipts);
    }

    @Test
    void closesALinkThatShowsATicketTwice() {
        ServeLab.Guest guest = lab.enter("v");
        guest.renew("ticket-v", MIB);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatShowsATicketOfAnotherVisitor() {
        ServeLab.Guest guest = lab.enter("v");
        Ticket other = lab.ticket("other", "v", SigningKey.generate(), MIB);
        guest.link.say(new LinkMessage.NewTicket(other.sign(lab.network)));
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatShowsAForgedTicket() {
        ServeLab.Guest guest = lab.enter("v");
        Ticket forged = lab.ticket("forged", "v", guest.key, Ticket.MAX_BYTES);
        guest.link.say(new LinkMessage.NewTicket(forged.sign(SigningKey.generate())));
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkThatShowsATicketForAnotherLink() {
        ServeLab.Guest guest = lab.enter("v");
        Ticket other = lab.ticket("other", "w", guest.key, MIB);
        guest.link.say(new LinkMessage.NewTicket(other.sign(lab.network)));
        lab.settle();
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void passesAcceptedReceiptsOn() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(PIECE + 7), 0, 2, 1);
        lab.pass(Duration.ofMillis(50));
        guest.receipt(1, PIECE);
        guest.receipt(1, PIECE);
        guest.receipt(2, PIECE + 7);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(100));
        assertEquals(List.of(new Receipt("ticket-v", 1, PIECE), new Receipt("ticket-v", 2, PIECE + 7)), lab.receipts);
        assertEquals(PIECE + 7, lab.pump.counters().receiptedBytes.sum());
    }

    @Test
    void closesALinkWhoseReceiptGoesBackwards() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(2 * PIECE), 0, 2, 1);
        lab.pass(Duration.ofMillis(50));
        guest.receipt(2, 2 * PIECE);
        guest.receipt(1, PIECE);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void closesALinkWhoseReceiptIsForMoreThanWasSent() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(1_000), 0, 1, 1);
        guest.receipt(1, 1_001);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
        assertEquals(List.of(), lab.receipts);
    }

    @Test
    void closesALinkWhoseReceiptIsOfAnotherKey() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(1_000), 0, 1, 1);
        guest.receipt("ticket-v", 1, 1_000, SigningKey.generate());
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void doesNotCountTheLayerAsWork() {
        ServeLab.Guest guest = lab.enter("v");
        guest.askLayer(lab.library.random(2 * PIECE));
        guest.receipt(1, 64);
        assertEquals(Optional.of(Why.PROTOCOL), guest.link.bye());
    }

    @Test
    void holdsALinkAtTwoMebibytesUntilAReceiptComes() {
        ObjectId object = lab.library.random(8 * MIB);
        ServeLab.Guest guest = lab.enter("v", 100 * MIB, Ticket.FIRST_MAX_BYTES);
        int request = guest.ask(object, 0, 32, 1);
        lab.pass(Duration.ofSeconds(10), Duration.ofMillis(10));
        assertEquals(2 * MIB, guest.link.payloadBytes());
        assertTrue(guest.session.waitsForReceipt());
        guest.receipt(4, MIB);
        lab.pass(Duration.ofSeconds(10), Duration.ofMillis(10));
        assertEquals(3 * MIB, guest.link.payloadBytes());
        for (int paid = 3; paid <= 8; paid++) {
            guest.receipt(4L * paid, (long) paid * MIB);
            lab.pass(Duration.ofSeconds(3), Duration.ofMillis(10));
        }
        assertTrue(guest.got(request, object));
    }

    @Test
    void trustsAFastLinkWithTwoSecondsOfItsRateButNeverWithMoreThanEightMebibytes() {
        ObjectId object = lab.library.random(64 * MIB);
        ServeLab.Guest guest = lab.enter("v", 100 * MIB, 256 * MIB);
        guest.ask(object, 0, 256, 1);
        long paid = 0;
        for (int i = 0; i < 100; i++) {
            lab.pass(Duration.ofMillis(10));
            long sent = guest.link.payloadBytes() / PIECE * PIECE;
            if (sent > paid && sent < 40 * MIB) {
                paid = sent;
                guest.receipt(paid / PIECE, paid);
            }
        }
        lab.pass(Duration.ofMillis(500));
        assertEquals(8 * MIB, guest.link.payloadBytes() - paid);
    }

    @Test
    void closesALinkThatNeverPays() {
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(lab.library.random(8 * MIB), 0, 32, 1);
        lab.pass(Duration.ofSeconds(61), Duration.ofMillis(100));
        assertEquals(Optional.of(Why.UNPAID), guest.link.bye());
    }

    @Test
    void doesNotForgetADebtWithANewTicket() {
        ObjectId object = lab.library.random(2 * MIB);
        ServeLab.Guest guest = lab.enter("v");
        guest.ask(object, 0, 8, 1);
        lab.pass(Duration.ofMillis(50));
        for (int renewal = 0; renewal < 12; renewal++) {
            guest.renew("renewal-" + renewal, 2 * MIB);
            guest.ask(object, 0, 1, 1);
        }
        lab.pass(Duration.ofSeconds(5), Duration.ofMillis(10));
        assertEquals(2 * MIB, guest.link.payloadBytes());
    }

    @Test
    void writesCancelledPiecesOffAndTakesAReceiptForThemLater() {
        ObjectId object = lab.library.random(4 * MIB);
        ServeLab.Guest guest = lab.enter("v", 10 * MIB, Ticket.FIRST_MAX_BYTES);
        int request = guest.ask(object, 0, 16, 1);
        lab.pass(Duration.ofMillis(50));
        long whole = guest.link.frames().stream()
                .filter(frame -> frame.header().last())
                .count();
        guest.cancel(request);
        guest.receipt(whole, whole * PIECE);
        assertTrue(guest.link.isOpen());
        assertEquals(List.of(new Receipt("ticket-v", whole, whole * PIECE)), lab.receipts);
    }

    /** The receipt for what was under way when a visitor cancelled comes a round trip later than the cancellation. */
    @Test
    void waitsForTheReceiptOfWhatWasUnderWayWhenItWasCancelled() {
        ObjectId object = lab.library.random(4 * MIB);
        ServeLab.Guest guest = lab.enter("v");
        int request = guest.ask(object, 0, 16, 1);
        lab.pass(Duration.ofMillis(50));
        assertEquals(2 * MIB, guest.link.payloadBytes());
        guest.cancel(request);
        assertEquals(Optional.empty(), guest.link.bye());
        guest.receipt(8, 2 * MIB);
        assertEquals(List.of(new Receipt("ticket-v", 8, 2 * MIB)), lab.receipts);
        guest.ask(object, 8, 8, 1);
        lab.pass(Duration.ofMillis(50));
        assertEquals(4 * MIB, guest.link.payloadBytes());
    }

    private static final long FORGIVEN = Ticket.FIRST_MAX_BYTES / 20 + MIB;

    /** Cancels pieces in their middle until one is finished instead. */
    private ServeLab.Guest whoCutsAllThatIsForgiven(ObjectId object) {
        ServeLab.Guest guest = lab.enter("v", 10 * MIB, Ticket.FIRST_MAX_BYTES);
        lab.budget.setBytesPerSecond(MIB);
        for (int i = 0; guest.link.wholePieces() == 0 && i < 100; i++) {
            int request = guest.ask(object, 0, 1, 1);
            lab.pass(Duration.ofMillis(100));
            guest.cancel(request);
            lab.pass(Duration.ofMillis(200));
        }
        return guest;
    }

    @Test
    void finishesAPieceRatherThanCutMoreThanFivePercentAndOneMebibyte() {
        ServeLab.Guest guest = whoCutsAllThatIsForgiven(lab.library.random(PIECE));
        assertEquals(1, guest.link.wholePieces());
        long cut = guest.link.payloadBytes() - PIECE;
        assertTrue(cut <= FORGIVEN && cut > FORGIVEN - PIECE, cut + " bytes");
        guest.receipt(1, PIECE);
        assertEquals(List.of(new Receipt("ticket-v", 1, PIECE)), lab.receipts);
        assertEquals(Optional.empty(), guest.link.bye());
    }

    @Test
    void saysNothingMoreOfACancelledWantWhosePieceIsLostBeforeItIsFinished() {
        ObjectId object = lab.library.random(PIECE);
        ServeLab.Guest guest = whoCutsAllThatIsForgiven(object);
        guest.link.drainAt(0);
        lab.budget.setBytesPerSecond(2 * MIB);
        int request = guest.ask(object, 0, 1, 1);
        // Long enough for the bytes of a visitor who does not read to be given back.
        lab.pass(Duration.ofSeconds(3), Duration.ofMillis(20));
        long begun = guest.link.payloadBytes() - PIECE;
        assertTrue(begun > FORGIVEN, begun + " bytes can be cut");
        guest.cancel(request);
        lab.library.lose(object);
        guest.link.drainAt(InMemoryLink.INSTANT);
        lab.pass(Duration.ofSeconds(3), Duration.ofMillis(20));
        assertEquals(1, guest.link.wholePieces());
        assertEquals(Optional.empty(), guest.refusal());
        ObjectId other = lab.library.random(1_000);
        assertTrue(guest.got(askAndWait(guest, other), other));
    }

    private int askAndWait(ServeLab.Guest guest, ObjectId object) {
        int request = guest.ask(object, 0, 1, 1);
        lab.pass(Duration.ofMillis(100));
        return request;
    }

    @Test
    void aVisitorWhoCancelsWhatCameAndNeverPaysGetsNoMoreThanWithoutCancelling() {
        ObjectId object = lab.library.random(MIB);
        ServeLab.Guest guest = lab.enter("v", InMemoryLink.INSTANT, 64 * MIB);
        for (int i = 0; i < 40; i++) {
            guest.cancel(guest.ask(object, 0, 4, 1));
            lab.pass(Duration.ofMillis(500), Duration.ofMillis(20));
        }
        long forgiven = 64 * MIB / 20 + MIB;
        long sent = guest.link.payloadBytes();
        assertTrue(sent > forgiven && sent <= forgiven + 2 * MIB, sent + " bytes");
        // Asking and taking back does not begin the wait anew.
        for (int i = 0; guest.link.isOpen() && i < 90; i++) {
            guest.cancel(guest.ask(object, 0, 4, 1));
            lab.pass(Duration.ofSeconds(1), Duration.ofMillis(100));
        }
        assertEquals(Optional.of(Why.UNPAID), guest.link.bye());
        assertEquals(sent, guest.link.payloadBytes());
    }

    @Test
    void letsCancelledBytesBeAskedAgain() {
        ObjectId object = lab.library.random(MIB);
        ServeLab.Guest guest = lab.enter("v", 0, MIB);
        lab.budget.setBytesPerSecond(1);
        int request = guest.ask(object, 0, 4, 1);
        guest.cancel(request);
        guest.ask(object, 0, 4, 1);
        assertEquals(Optional.empty(), guest.refusal());
    }
}
