package org.deploynet.engine.link.rtc;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.LinkPath;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.engine.link.rtc.ConnectionEvents.Channel;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/** A {@link PeerLink} over one WebRTC connection. Safe from any thread but WebRTC's own. */
final class RtcLink implements PeerLink {
    /** Control messages that a visitor who does not read may leave with us; 16 MiB would close the channel silently. */
    private static final int MAX_CONTROL_BUFFERED = 256 * 1024;

    private static final Duration FAREWELL = Duration.ofMillis(300);
    private static final long FAREWELL_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String id;
    private final RtcConnection connection;
    private final LinkInbox inbox;
    private final AtomicLong controlSincePoll = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile LinkPath path = LinkPath.UNKNOWN;

    RtcLink(String id, RtcConnection connection, LinkInbox inbox) {
        this.id = id;
        this.connection = connection;
        this.inbox = inbox;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public LinkInbox inbox() {
        return inbox;
    }

    @Override
    public boolean sendControl(LinkMessage message) {
        return open.get() && control(message);
    }

    private boolean control(LinkMessage message) {
        byte[] utf8 = LinkCodec.encode(message);
        if (controlSincePoll.addAndGet(utf8.length) > MAX_CONTROL_BUFFERED) {
            controlSincePoll.set(connection.buffered(Channel.CONTROL) + utf8.length);
            if (controlSincePoll.get() > MAX_CONTROL_BUFFERED) {
                inbox.end(LinkInbox.Ending.FLOODED);
                return false;
            }
        }
        return connection.send(Channel.CONTROL, ByteBuffer.wrap(utf8), false);
    }

    @Override
    public boolean sendData(ByteBuffer frame) {
        return open.get() && connection.send(Channel.DATA, frame.slice(), true);
    }

    @Override
    public long bufferedBytes() {
        return connection.buffered(Channel.DATA);
    }

    @Override
    public int wireBytes(int frameBytes) {
        return WireOverhead.bytes(frameBytes);
    }

    @Override
    public LinkPath path() {
        return path;
    }

    /** Asks WebRTC for what {@link #path} says from then on; what was known stays where it does not tell. May block. */
    void lookAtPath() throws InterruptedException {
        LinkPath now = connection.path();
        path = now == LinkPath.UNKNOWN ? path : now;
    }

    @Override
    public void close(LinkMessage.Bye.Why why) {
        if (open.compareAndSet(true, false)) {
            Thread.ofVirtual().name("close-" + id).start(() -> {
                if (control(new LinkMessage.Bye(why))) {
                    awaitFarewell();
                }
                end();
            });
        }
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            Thread.ofVirtual().name("close-" + id).start(this::end);
        }
    }

    // Closing the connection throws away what is queued, and the visitor should know why.
    private void awaitFarewell() {
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        do {
            LockSupport.parkNanos(FAREWELL_STEP_NANOS);
        } while (connection.buffered(Channel.CONTROL) > 0 && System.nanoTime() < deadline);
    }

    private void end() {
        inbox.end(LinkInbox.Ending.CLOSED);
        connection.close();
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }
}
