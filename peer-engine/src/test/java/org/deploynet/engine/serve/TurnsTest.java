package org.deploynet.engine.serve;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.link.LinkMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sends before whom, at 8 MB/s: a turn of 64 KiB takes 8 ms, and a round of all who ask on and on an eighth of a second. */
class TurnsTest {
    private static final int MIB = 1024 * 1024;
    private static final long LARGE_TICKET = 1L << 30;
    private static final int BULK_LINKS = 16;
    private static final int SMALL_BYTES = 16_000;
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration TWO_TURNS = Duration.ofMillis(16);

    private final ServeLab lab = new ServeLab();
    private final ObjectId large = lab.library.random(8 * MIB);
    private final ObjectId small = lab.library.random(SMALL_BYTES);
    private final List<ServeLab.Guest> bulk = new ArrayList<>();

    @BeforeEach
    void manyAskOnAndOn() {
        lab.budget.setBytesPerSecond(8_000_000);
        for (int i = 0; i < BULK_LINKS; i++) {
            ServeLab.Guest guest = lab.enter("v" + i, InMemoryLink.INSTANT, LARGE_TICKET);
            guest.ask(large, 0, 32, 1);
            bulk.add(guest);
        }
        lab.pass(Duration.ofMillis(500), STEP);
    }

    @Test
    void whoeverHadNothingToSendDoesNotWaitForARoundOfTheOthers() {
        ServeLab.Guest newcomer = lab.enter("newcomer");
        int request = newcomer.ask(small, 0, 1, 1);
        lab.pass(TWO_TURNS, STEP);
        assertTrue(newcomer.got(request, small));
    }

    @Test
    void whatIsUrgentDoesNotWaitForARoundOfTheOthersWhereItsLinkHasMoreToSend() {
        ServeLab.Guest one = bulk.get(7);
        // At all distances from its ordinary turn.
        for (int i = 0; i < 12; i++) {
            int request = one.ask(small, 0, 1, LinkMessage.MOST_URGENT);
            lab.pass(TWO_TURNS, STEP);
            assertTrue(one.got(request, small), "request " + i);
            lab.pass(Duration.ofMillis(35), STEP);
        }
    }

    @Test
    void whatIsUrgentIsReadThoughBulkFillsTheMemory() {
        for (int i = 0; i < 80; i++) {
            lab.budget.setBytesPerSecond(UploadBudget.UNLIMITED);
            lab.enter("slow" + i, 100_000, LARGE_TICKET).ask(large, 0, 32, 1);
        }
        assertFalse(lab.pump.staging().hasRoom(1));
        ServeLab.Guest newcomer = lab.enter("newcomer");
        int request = newcomer.ask(small, 0, 1, LinkMessage.MOST_URGENT);
        assertTrue(newcomer.got(request, small));
    }

    @Test
    void nobodyGetsMoreByCallingEverythingUrgent() {
        ServeLab.Guest greedy = lab.enter("greedy", InMemoryLink.INSTANT, LARGE_TICKET);
        List<Long> before = sent(bulk);
        for (int i = 0; i < 200; i++) {
            if (greedy.session.openWants() < 20) {
                greedy.ask(large, i % 32, 1, LinkMessage.MOST_URGENT);
            }
            lab.pass(Duration.ofMillis(10), STEP);
            long pieces = greedy.link.wholePieces();
            greedy.receipt(pieces, pieces * 256 * 1024);
        }
        assertFairBeside(greedy.link.payloadBytes(), before);
    }

    @Test
    void nobodyGetsMoreByAskingForMuchThatIsSmall() {
        ServeLab.Guest sipping = lab.enter("sipping", InMemoryLink.INSTANT, LARGE_TICKET);
        List<Long> before = sent(bulk);
        for (int i = 0; i < 100; i++) {
            if (i % 10 == 9) {
                long pieces = sipping.link.payloadBytes() / SMALL_BYTES;
                sipping.receipt(pieces, pieces * SMALL_BYTES);
            } else if (sipping.session.openWants() < 30) {
                sipping.ask(lab.library.random(SMALL_BYTES), 0, 1, LinkMessage.MOST_URGENT);
            }
            lab.pass(Duration.ofMillis(20), STEP);
        }
        assertFairBeside(sipping.link.payloadBytes(), before);
    }

    private static List<Long> sent(List<ServeLab.Guest> guests) {
        return guests.stream().map(guest -> guest.link.payloadBytes()).toList();
    }

    private void assertFairBeside(long bytes, List<Long> before) {
        List<Long> after = sent(bulk);
        for (int i = 0; i < BULK_LINKS; i++) {
            long other = after.get(i) - before.get(i);
            assertTrue(bytes <= other + 2L * lab.budget.quantumBytes(), bytes + " bytes beside " + other);
        }
    }
}
