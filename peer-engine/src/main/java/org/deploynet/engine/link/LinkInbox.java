package org.deploynet.engine.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a visitor sent and its link loop has not read yet: bounded, because the loop may be slower than a hostile visitor.
 * {@link #offer} never blocks, so a road may call it on a thread that serves every link. Safe from any thread.
 */
public final class LinkInbox {
    public static final int MAX_MESSAGES = 128;
    public static final int MAX_BYTES = 256 * 1024;

    /** Something for the loop. */
    public sealed interface Event {
        /** A control message as it came, not yet looked at. */
        record Control(byte[] utf8) implements Event {}

        /** The pump has sent what was staged, or somebody wants the loop to look at its state. */
        record Woken() implements Event {}

        /** Nothing more will come. */
        record Ended(Ending why) implements Event {}
    }

    /** Why an inbox ended. */
    public enum Ending {
        /** The other side closed, or the road broke. */
        CLOSED,
        /** More came than there was room for. */
        FLOODED,
        /** Something came that this protocol does not have: a text on the data channel, a message that is too long. */
        BREACHED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private int bytes;
    private boolean woken;
    private Optional<Ending> ending = Optional.empty();

    /** Keeps {@code utf8}, which the caller must not change. What does not fit ends the inbox. */
    public void offer(byte[] utf8) {
        lock.lock();
        try {
            if (ending.isPresent()) {
                return;
            }
            if (messages.size() == MAX_MESSAGES || bytes + utf8.length > MAX_BYTES) {
                endLocked(Ending.FLOODED);
                return;
            }
            messages.add(utf8);
            bytes += utf8.length;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The first ending counts. After a flood or a breach the messages before it are not worth reading. */
    public void end(Ending why) {
        lock.lock();
        try {
            endLocked(why);
        } finally {
            lock.unlock();
        }
    }

    private void endLocked(Ending why) {
        if (ending.isEmpty()) {
            ending = Optional.of(why);
            if (why != Ending.CLOSED) {
                messages.clear();
            }
            changed.signal();
        }
    }

    /** The next event, or empty after {@code patience}. */
    public Optional<Event> take(Duration patience) throws InterruptedException {
        return take(patience, true);
    }

    /**
     * The next event, or empty after {@code patience}. Without {@code messages} those stay where they are, and a visitor who
     * sends more of them than it may finds the inbox full.
     */
    public Optional<Event> take(Duration patience, boolean messages) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(patience);
        lock.lockInterruptibly();
        try {
            while (!hasEvent(messages) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return next(messages);
        } finally {
            lock.unlock();
        }
    }

    /** The next event if there is one. */
    public Optional<Event> poll() {
        lock.lock();
        try {
            return next(true);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasEvent(boolean withMessages) {
        return (withMessages && !messages.isEmpty()) || woken || ending.isPresent();
    }

    private Optional<Event> next(boolean withMessages) {
        byte[] message = withMessages ? messages.poll() : null;
        if (message != null) {
            bytes -= message.length;
            return Optional.of(new Event.Control(message));
        }
        if (ending.isPresent()) {
            return ending.map(Event.Ended::new);
        }
        if (woken) {
            woken = false;
            return Optional.of(new Event.Woken());
        }
        return Optional.empty();
    }
}
