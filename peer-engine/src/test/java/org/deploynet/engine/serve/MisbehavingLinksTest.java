package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;
import org.junit.jupiter.api.Test;

/** What links that do not behave cost, with what reason they are closed, and that an honest one beside them gets its bytes. */
class MisbehavingLinksTest {
    private static final int MIB = 1024 * 1024;
    private static final long LARGE_TICKET = 1L << 30;
    private static final Duration STEP = Duration.ofMillis(20);

    private final ServeLab lab = new ServeLab();
    private final ObjectId object = lab.library.random(MIB);
    private final ServeLab.Guest honest = lab.enter("honest", 4 * MIB, LARGE_TICKET);

    @Test
    void closesSilentLinksWithinSeventySeconds() {
        List<ServeLab.Guest> silent = arrive("silent", 20, InMemoryLink.INSTANT);
        List<ServeLab.Guest> greeting = enter("greeting", 20, InMemoryLink.INSTANT);
        askHonestly();
        lab.pass(Duration.ofSeconds(10), Duration.ofMillis(200));
        silent.forEach(guest -> assertEquals(Optional.of(Why.IDLE), guest.link.bye()));
        greeting.forEach(guest -> assertTrue(guest.link.isOpen()));
        lab.pass(Duration.ofSeconds(60), Duration.ofMillis(500));
        greeting.forEach(guest -> assertEquals(Optional.of(Why.IDLE), guest.link.bye()));
        assertTrue(honest.link.isOpen());
    }

    @Test
    void closesALinkThatTakesNothingOfWhatItAskedForAMinute() {
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        deaf.ask(object, 0, 4, 1);
        lab.pass(Duration.ofSeconds(60), STEP);
        assertTrue(deaf.link.isOpen());
        lab.pass(Duration.ofSeconds(2), STEP);
        assertEquals(Optional.of(Why.IDLE), deaf.link.bye());
    }

    @Test
    void keepsALinkThatReadsAgainInTime() {
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        int request = deaf.ask(object, 0, 4, 1);
        lab.pass(Duration.ofSeconds(50), STEP);
        deaf.link.drainAt(MIB);
        lab.pass(Duration.ofSeconds(5), STEP);
        assertTrue(deaf.got(request, object));
        lab.pass(Duration.ofSeconds(50), Duration.ofMillis(100));
        assertTrue(deaf.link.isOpen());
    }

    @Test
    void leavesOneFrameWithALinkThatNeverTookAnything() {
        ServeLab.Guest deaf = lab.enter("deaf", 0, LARGE_TICKET);
        deaf.ask(object, 0, 4, 1);
        lab.pass(Duration.ofSeconds(5), STEP);
        assertEquals(64 * 1024 + 16, deaf.link.bufferedBytes());
    }

    /** One batch after the other: whoever does not read leaves the memory of those that do to the next. */
    @Test
    void boundsWhatAllLinksTogetherHoldThatDoNotRead() {
        var deaf = new ArrayList<ServeLab.Guest>();
        for (int batch = 0; batch < 5; batch++) {
            List<ServeLab.Guest> next = enter("deaf" + batch + "-", 30, InMemoryLink.INSTANT);
            next.forEach(guest -> guest.ask(object, 0, 1, 1));
            next.forEach(guest -> guest.link.drainAt(0));
            next.forEach(guest -> guest.ask(object, 0, 4, 1));
            lab.pass(Duration.ofMillis(1_500), Duration.ofMillis(100));
            next.forEach(guest -> guest.link.forget());
            deaf.addAll(next);
        }
        long held = deaf.stream()
                .filter(guest -> guest.link.isOpen())
                .mapToLong(guest -> guest.link.bufferedBytes())
                .sum();
        assertTrue(held > 20L * MIB, held + " bytes");
        assertTrue(held <= 25L * MIB, held + " bytes");
        assertEquals(0, lab.pump.staging().bytes());
        askHonestly();
        lab.pass(Duration.ofSeconds(61), Duration.ofSeconds(1));
        deaf.forEach(guest -> assertTrue(guest.session.hasEnded()));
        assertTrue(honest.link.isOpen());
    }

    @Test
    void closesAFloodOfRequestsBeforeItHasReadMoreThanOneSecondsShare() {
        ServeLab.Guest flooding = lab.enter("flooding");
        ObjectId unknown = new ServeLab().library.random(99);
        for (int i = 0; i < 50_000; i++) {
            flooding.link.say(new LinkMessage.Get(List.of(ServeLab.want(i, unknown, 0, 1, false, 0))));
        }
        askHonestly();
        assertEquals(Optional.of(Why.FLOODED), flooding.link.bye());
        int read = flooding.link.heard(LinkMessage.Refuse.class).size();
        assertTrue(read <= MessageAllowance.PER_SECOND, read + " requests were read");
    }

    @Test
    void readsNoMoreFromTheDiskForALinkThatAsksAndCancelsThanItSends() {
        ServeLab.Guest fickle = lab.enter("fickle", 0, LARGE_TICKET);
        int readsBefore = lab.library.reads();
        for (int i = 0; i < 500 && fickle.link.isOpen(); i++) {
            fickle.cancel(fickle.ask(object, 0, 4, 1));
            lab.pass(Duration.ofMillis(40), STEP);
            assertTrue(lab.pump.staging().bytes() <= MIB, lab.pump.staging().bytes() + " bytes staged");
        }
        askHonestly();
        int reads = lab.library.reads() - readsBefore;
        assertTrue(reads <= 60, reads + " pieces were read for a link that took none");
    }

    private void askHonestly() {
        int request = honest.ask(object, 0, 4, 1);
        lab.pass(Duration.ofSeconds(1), STEP);
        assertTrue(honest.got(request, object), "the honest one did not get its bytes");
        honest.receipt(honest.link.wholePieces(), honest.link.payloadBytes());
    }

    private List<ServeLab.Guest> enter(String name, int count, long drainBytesPerSecond) {
        return IntStream.range(0, count)
                .mapToObj(i -> lab.enter(name + i, drainBytesPerSecond, LARGE_TICKET))
                .toList();
    }

    private List<ServeLab.Guest> arrive(String name, int count, long drainBytesPerSecond) {
        return IntStream.range(0, count)
                .mapToObj(i -> lab.arrive(name + i, drainBytesPerSecond, LARGE_TICKET))
                .toList();
    }
}
