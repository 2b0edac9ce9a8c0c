package org.deploynet.engine.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkInboxTest {
    private final LinkInbox inbox = new LinkInbox();

    @Test
    void keepsTheOrderOfMessagesAndWakesAfterThem() {
        byte[] first = {1};
        byte[] second = {2};
        inbox.wake();
        inbox.offer(first);
        inbox.offer(second);
        assertEquals(Optional.of(new LinkInbox.Event.Control(first)), inbox.poll());
        assertEquals(Optional.of(new LinkInbox.Event.Control(second)), inbox.poll());
        assertEquals(Optional.of(new LinkInbox.Event.Woken()), inbox.poll());
        assertEquals(Optional.empty(), inbox.poll());
    }

    @Test
    void endsAsFloodedByOneMessageTooMany() {
        for (int i = 0; i < LinkInbox.MAX_MESSAGES; i++) {
            inbox.offer(new byte[1]);
        }
        inbox.offer(new byte[1]);
        assertEquals(Optional.of(new LinkInbox.Event.Ended(LinkInbox.Ending.FLOODED)), inbox.poll());
    }

    @Test
    void endsAsFloodedByOneByteTooMuch() {
        for (int i = 0; i < LinkInbox.MAX_BYTES / 16_384; i++) {
            inbox.offer(new byte[16_384]);
        }
        assertTrue(inbox.poll().orElseThrow() instanceof LinkInbox.Event.Control);
        inbox.offer(new byte[16_384]);
        inbox.offer(new byte[1]);
        assertEquals(Optional.of(new LinkInbox.Event.Ended(LinkInbox.Ending.FLOODED)), inbox.poll());
    }

    @Test
    void givesWhatCameBeforeAnOrderlyEnd() {
        inbox.offer(new byte[1]);
        inbox.end(LinkInbox.Ending.CLOSED);
        inbox.offer(new byte[1]);
        assertTrue(inbox.poll().orElseThrow() instanceof LinkInbox.Event.Control);
        assertEquals(Optional.of(new LinkInbox.Event.Ended(LinkInbox.Ending.CLOSED)), inbox.poll());
    }

    @Test
    void remembersTheFirstEnding() {
        inbox.end(LinkInbox.Ending.BREACHED);
        inbox.end(LinkInbox.Ending.CLOSED);
        assertEquals(Optional.of(new LinkInbox.Event.Ended(LinkInbox.Ending.BREACHED)), inbox.poll());
    }

    @Test
    void leavesMessagesWhereTheyAreForWhoeverMayNotReadThemYet() throws InterruptedException {
        inbox.offer(new byte[1]);
        assertEquals(Optional.empty(), inbox.take(Duration.ofMillis(1), false));
        inbox.wake();
        assertEquals(Optional.of(new LinkInbox.Event.Woken()), inbox.take(Duration.ofMinutes(1), false));
        assertTrue(inbox.take(Duration.ofMinutes(1)).isPresent());
    }
}
