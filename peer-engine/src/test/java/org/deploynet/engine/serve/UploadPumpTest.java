package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Refuse.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPumpTest {
    private static final int MIB = 1024 * 1024;
    private static final long LARGE_TICKET = 1L << 30;

    private final ServeLab lab = new ServeLab();

    @ParameterizedTest
    @ValueSource(longs = {100_000, 1_000_000, 5_000_000})
    void keepsTheCapToTwoPercentInAnyTenSeconds(long cap) {
        List<ServeLab.Guest> guests = asking(3, 100_000_000);
        lab.budget.setBytesPerSecond(cap);
        List<Long> sums = new ArrayList<>();
        for (int tenth = 0; tenth < 150; tenth++) {
            payFor(guests);
            lab.pass(Duration.ofMillis(100), Duration.ofMillis(5));
            sums.add(lab.pump.counters().wireBytes.sum());
        }
        for (int end = 100; end < sums.size(); end++) {
            long sent = sums.get(end) - sums.get(end - 100);
            assertTrue(Math.abs(sent - cap * 10) <= cap * 10 / 50, sent + " bytes in ten seconds at " + cap);
        }
    }

    /** The thread sleeps for as long as a round says: said "for ever", a raised cap would stand still until somebody asks. */
    @ParameterizedTest
    @ValueSource(longs = {625_000, 1_250_000, 2_500_000, UploadBudget.UNLIMITED})
    void goesOnAtARaisedCapByItself(long raised) {
        ServeLab.Guest guest = lab.enter("v", InMemoryLink.INSTANT, LARGE_TICKET);
        lab.budget.setBytesPerSecond(125_000);
        guest.ask(lab.library.random(8 * MIB), 0, 32, 1);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(5));
        long before = guest.link.payloadBytes();
        assertTrue(lab.pump.round() < Long.MAX_VALUE, "it waits for the cap");
        lab.budget.setBytesPerSecond(raised);
        for (int round = 0; round < 10 && guest.link.payloadBytes() == before; round++) {
            long wait = lab.pump.round();
            assertTrue(wait < Long.MAX_VALUE || guest.link.payloadBytes() > before, "it would sleep for ever");
            lab.ticker.advance(Duration.ofNanos(wait));
        }
        assertTrue(guest.link.payloadBytes() > before, "nothing more came");
    }

    @Test
    void countsWhatItSaysOnTheCapToo() {
        ObjectId tiny = lab.library.random(100);
        ServeLab.Guest guest = lab.enter("v");
        lab.budget.setBytesPerSecond(10_000);
        for (int i = 0; i < 30; i++) {
            guest.ask(tiny, 0, 1, 1);
        }
        lab.pass(Duration.ofMillis(300), Duration.ofMillis(1));
        long all = guest.link.payloadBytes()
                + 16L * guest.link.frames().size()
                + 64L * guest.link.heard(LinkMessage.End.class).size();
        assertTrue(all <= 3_300 && all >= 2_700, all + " bytes in 300 ms");
    }

    @Test
    void sharesTheCapEvenlyHoweverMuchEachAsks() {
        ObjectId object = lab.library.random(8 * MIB);
        ServeLab.Guest modest = lab.enter("modest", InMemoryLink.INSTANT, LARGE_TICKET);
        ServeLab.Guest greedy = lab.enter("greedy", InMemoryLink.INSTANT, LARGE_TICKET);
        lab.budget.setBytesPerSecond(1_000_000);
        modest.ask(object, 0, 32, 1);
        for (int i = 0; i < 20; i++) {
            greedy.ask(object, 0, 32, 1);
        }
        lab.pass(Duration.ofSeconds(2), Duration.ofMillis(5));
        long difference = Math.abs(modest.link.payloadBytes() - greedy.link.payloadBytes());
        assertTrue(difference <= 2L * lab.budget.quantumBytes(), difference + " bytes apart");
    }

    @Test
    void givesTheShareOfASlowVisitorToTheOthers() {
        ObjectId object = lab.library.random(8 * MIB);
        ServeLab.Guest slow = lab.enter("slow", 50_000, LARGE_TICKET);
        ServeLab.Guest fast = lab.enter("fast", InMemoryLink.INSTANT, LARGE_TICKET);
        lab.budget.setBytesPerSecond(1_000_000);
        slow.ask(object, 0, 32, 1);
        fast.ask(object, 0, 32, 1);
        lab.pass(Duration.ofSeconds(2), Duration.ofMillis(5));
        long all = slow.link.payloadBytes() + fast.link.payloadBytes();
        assertTrue(all >= 1_950_000, all + " bytes in two seconds");
        assertTrue(slow.link.payloadBytes() <= 200_000, slow.link.payloadBytes() + " bytes to the slow one");
    }

    @Test
    void leavesAtMostTheHighMarkInTheBufferOfAVisitorWhoDoesNotRead() {
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        deaf.ask(lab.library.random(8 * MIB), 0, 32, 1);
        lab.pass(Duration.ofSeconds(5), Duration.ofMillis(10));
        assertTrue(deaf.link.bufferedBytes() <= 257 * 1024, deaf.link.bufferedBytes() + " bytes");
    }

    @Test
    void takesTheMemoryOfAVisitorWhoDoesNotReadBackAndGoesOnWhenHeReads() {
        ObjectId object = lab.library.random(MIB);
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        int request = deaf.ask(object, 0, 4, 1);
        assertTrue(lab.pump.staging().bytes() > 0);
        lab.pass(Duration.ofSeconds(3), Duration.ofMillis(10));
        assertEquals(0, lab.pump.staging().bytes());
        assertEquals(0, lab.library.lent());
        deaf.link.drainAt(10 * MIB);
        lab.pass(Duration.ofSeconds(3), Duration.ofMillis(10));
        assertTrue(deaf.got(request, object));
        assertEquals(0, lab.pump.staging().bytes());
    }

    @Test
    void givesEachPieceBackOnceItIsSentOrNotWantedAnyMore() {
        ObjectId object = lab.library.random(MIB);
        ServeLab.Guest fast = lab.enter("fast", 10 * MIB, LARGE_TICKET);
        int whole = fast.ask(object, 0, 4, 1);
        lab.pass(Duration.ofSeconds(1));
        assertTrue(fast.got(whole, object));
        assertEquals(0, lab.library.lent(), "of what was sent");
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        int cancelled = deaf.ask(object, 0, 4, 1);
        assertTrue(lab.library.lent() > 0, "nothing waits");
        deaf.cancel(cancelled);
        lab.pass(Duration.ofSeconds(3), Duration.ofMillis(10));
        assertEquals(0, lab.library.lent(), "of what was cancelled");
        deaf.ask(object, 0, 4, 1);
        deaf.link.close();
        lab.pass(Duration.ofMillis(10));
        assertEquals(0, lab.library.lent(), "of a link that ended");
    }

    @Test
    void asksTheRoadOfADeafVisitorLessAndLess() {
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        deaf.ask(lab.library.random(8 * MIB), 0, 32, 1);
        lab.pass(Duration.ofSeconds(5), Duration.ofMillis(1));
        int before = deaf.link.polls();
        lab.pass(Duration.ofSeconds(10), Duration.ofMillis(1));
        assertTrue(deaf.link.polls() - before <= 11, deaf.link.polls() - before + " questions in ten seconds");
    }

    @Test
    void asksTheRoadOfAFastVisitorWhoIsAloneOnceAFrame() {
        Asked asked = askedOfFast(lab.enter("v", 20 * MIB, LARGE_TICKET));
        long frames = asked.bytes() / (64 * 1024);
        assertTrue(frames > 30, frames + " frames");
        assertTrue(asked.questions() <= frames + 3, asked + " in " + frames);
    }

    @Test
    void asksTheRoadsOfSeveralFastVisitorsOnceADrain() {
        Asked asked = askedOfFast(lab.enter("v", 20 * MIB, LARGE_TICKET), lab.enter("w", 20 * MIB, LARGE_TICKET));
        long drains = asked.bytes() / (192 * 1024);
        assertTrue(drains > 10, drains + " drains");
        assertTrue(asked.questions() <= 3 * drains, asked + " in " + drains);
    }

    private record Asked(long questions, long bytes) {}

    private Asked askedOfFast(ServeLab.Guest... guests) {
        for (ServeLab.Guest guest : guests) {
            guest.ask(lab.library.random(8 * MIB), 0, 32, 1);
        }
        lab.pass(Duration.ofMillis(10));
        Asked before = asked(guests);
        for (int i = 0; i < 20; i++) {
            payFor(List.of(guests));
            lab.pass(Duration.ofMillis(10), Duration.ofNanos(100_000));
        }
        Asked after = asked(guests);
        return new Asked(after.questions() - before.questions(), after.bytes() - before.bytes());
    }

    private static Asked asked(ServeLab.Guest... guests) {
        return new Asked(
                Stream.of(guests).mapToLong(guest -> guest.link.polls()).sum(),
                Stream.of(guests).mapToLong(guest -> guest.link.payloadBytes()).sum());
    }

    @Test
    void keepsAFastVisitorsLineBusy() {
        ServeLab.Guest guest = lab.enter("v", 20 * MIB, LARGE_TICKET);
        guest.ask(lab.library.random(8 * MIB), 0, 32, 1);
        for (int i = 0; i < 30; i++) {
            payFor(List.of(guest));
            lab.pass(Duration.ofMillis(10), Duration.ofNanos(200_000));
        }
        assertTrue(guest.link.payloadBytes() >= 6 * MIB * 95 / 100, guest.link.payloadBytes() + " bytes");
    }

    @Test
    void sendsNothingUnderACapOfZeroAndGoesOnWhenItIsLifted() {
        ServeLab.Guest guest = lab.enter("v");
        ObjectId object = lab.library.random(MIB);
        lab.budget.setBytesPerSecond(1);
        int request = guest.ask(object, 0, 4, 1);
        lab.budget.setBytesPerSecond(0);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(10));
        long before = guest.link.payloadBytes();
        lab.pass(Duration.ofSeconds(5), Duration.ofMillis(10));
        assertEquals(before, guest.link.payloadBytes());
        lab.budget.setBytesPerSecond(UploadBudget.UNLIMITED);
        lab.pass(Duration.ofSeconds(1), Duration.ofMillis(10));
        assertTrue(guest.got(request, object));
    }

    @Test
    void refusesALinkWhoseShareWouldBeUselessAsBusy() {
        ObjectId object = lab.library.random(8 * MIB);
        lab.budget.setBytesPerSecond(500_000);
        List<ServeLab.Guest> guests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ServeLab.Guest guest = lab.enter("v" + i, InMemoryLink.INSTANT, LARGE_TICKET);
            guest.ask(object, 0, 8, 1);
            guests.add(guest);
        }
        assertEquals(Optional.empty(), guests.get(0).refusal());
        assertEquals(Optional.empty(), guests.get(1).refusal());
        assertEquals(Optional.of(Reason.BUSY), guests.get(2).refusal());
        guests.get(0).ask(object, 0, 8, 1);
        assertEquals(Optional.empty(), guests.get(0).refusal());
    }

    @Test
    void servesOneLinkAtATimeUnderASmallCapAndNoneUnderZero() {
        ObjectId object = lab.library.random(MIB);
        lab.budget.setBytesPerSecond(10_000);
        ServeLab.Guest first = lab.enter("first");
        ServeLab.Guest second = lab.enter("second");
        first.ask(object, 0, 4, 1);
        second.ask(object, 0, 4, 1);
        assertEquals(Optional.empty(), first.refusal());
        assertEquals(Optional.of(Reason.BUSY), second.refusal());
        lab.budget.setBytesPerSecond(0);
        ServeLab.Guest third = lab.enter("third");
        third.ask(object, 0, 4, 1);
        assertEquals(Optional.of(Reason.BUSY), third.refusal());
    }

    @Test
    void doesNotCountVisitorsWhoDoNotReadAsBusy() {
        ObjectId object = lab.library.random(8 * MIB);
        lab.budget.setBytesPerSecond(500_000);
        for (int i = 0; i < 2; i++) {
            lab.enter("deaf" + i, 0, LARGE_TICKET).ask(object, 0, 8, 1);
        }
        lab.pass(Duration.ofSeconds(5), Duration.ofMillis(10));
        ServeLab.Guest honest = lab.enter("honest");
        honest.ask(object, 0, 8, 1);
        assertEquals(Optional.empty(), honest.refusal());
        lab.pass(Duration.ofSeconds(4), Duration.ofMillis(5));
        assertTrue(honest.link.payloadBytes() >= 1_800_000, honest.link.payloadBytes() + " bytes in four seconds");
    }

    @Test
    void holdsNoMoreThanItsMemoryForManyVisitorsWhoDoNotRead() {
        ObjectId object = lab.library.random(MIB);
        for (int i = 0; i < 300; i++) {
            lab.enter("deaf" + i, 0, LARGE_TICKET).ask(object, 0, 4, 1);
        }
        assertTrue(
                lab.pump.staging().bytes() <= StagingRoom.DEFAULT_BYTES + MIB,
                lab.pump.staging().bytes() + " bytes");
    }

    private List<ServeLab.Guest> asking(int count, int objectBytes) {
        ObjectId object = lab.library.random(objectBytes);
        List<ServeLab.Guest> guests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServeLab.Guest guest = lab.enter("v" + i, InMemoryLink.INSTANT, LARGE_TICKET);
            guests.add(guest);
        }
        lab.budget.setBytesPerSecond(1_000_000);
        guests.forEach(guest -> guest.ask(object, 0, objectBytes / (256 * 1024), 1));
        return guests;
    }

    private static void payFor(List<ServeLab.Guest> guests) {
        for (ServeLab.Guest guest : guests) {
            long whole = guest.link.wholePieces();
            guest.receipt(whole, whole * 256 * 1024);
        }
    }
}
