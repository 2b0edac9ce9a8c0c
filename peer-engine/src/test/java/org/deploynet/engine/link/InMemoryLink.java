package org.deploynet.engine.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deploynet.control.LinkPath;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/**
 * Both ends of a link without a road: what the super-peer sends can be looked at, what the visitor says goes to the inbox.
 * Its buffer drains at a rate of its own. Safe from any thread.
 */
public final class InMemoryLink implements PeerLink {
    /** Drains whatever is sent at once. */
    public static final long INSTANT = Long.MAX_VALUE;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String id;
    private final Ticker ticker;
    private final LinkInbox inbox = new LinkInbox();
    private final List<LinkMessage> heard = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private long drainBytesPerSecond;
    private long buffered;
    private long drainedAt;
    private int polls;
    private boolean open = true;

    /** A data frame as the visitor got it. */
    public record Frame(DataFrame header, byte[] payload) {}

    public InMemoryLink(String id, long drainBytesPerSecond, Ticker ticker) {
        this.id = id;
        this.drainBytesPerSecond = drainBytesPerSecond;
        this.ticker = ticker;
        this.drainedAt = ticker.nanos();
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
    public synchronized boolean sendControl(LinkMessage message) {
        if (open) {
            heard.add(decoded(LinkCodec.encode(message)));
        }
        return open;
    }

    private static LinkMessage decoded(byte[] utf8) {
        try {
            return LinkCodec.decode(utf8);
        } catch (ProtocolException e) {
            throw new AssertionError("the super-peer sent what it would not take", e);
        }
    }

    @Override
    public synchronized boolean sendData(ByteBuffer frame) {
        if (!open) {
            return false;
        }
        drain();
        buffered += frame.remaining();
        ByteBuffer copy =
                ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
        try {
            DataFrame header = DataFrame.takeFrom(copy);
            byte[] payload = new byte[copy.remaining()];
            copy.get(payload);
            frames.add(new Frame(header, payload));
        } catch (ProtocolException e) {
            throw new AssertionError("the super-peer sent a wrong frame", e);
        }
        return true;
    }

    @Override
    public synchronized long bufferedBytes() {
        polls++;
        drain();
        return buffered;
    }

    private void drain() {
        long now = ticker.nanos();
        if (drainBytesPerSecond == INSTANT) {
            buffered = 0;
        } else {
            double drained = (double) drainBytesPerSecond * (now - drainedAt) / SECOND;
            buffered = Math.max(0, buffered - (long) drained);
        }
        drainedAt = now;
    }

    public synchronized void drainAt(long bytesPerSecond) {
        drain();
        drainBytesPerSecond = bytesPerSecond;
    }

    @Override
    public int wireBytes(int frameBytes) {
        return frameBytes;
    }

    @Override
    public LinkPath path() {
        return LinkPath.DIRECT;
    }

    @Override
    public synchronized void close(LinkMessage.Bye.Why why) {
        sendControl(new LinkMessage.Bye(why));
        close();
    }

    @Override
    public synchronized void close() {
        open = false;
        inbox.end(LinkInbox.Ending.CLOSED);
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    /** The visitor says something. */
    public void say(LinkMessage message) {
        inbox.offer(LinkCodec.encode(message));
    }

    public void say(String json) {
        inbox.offer(json.getBytes(StandardCharsets.UTF_8));
    }

    /** What the visitor heard so far. */
    public synchronized List<LinkMessage> heard() {
        return List.copyOf(heard);
    }

    public <T extends LinkMessage> List<T> heard(Class<T> type) {
        return heard().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Why the super-peer closed, if it did and said so. */
    public Optional<LinkMessage.Bye.Why> bye() {
        return heard(LinkMessage.Bye.class).stream().map(LinkMessage.Bye::why).findFirst();
    }

    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** Forgets what arrived, for tests of many bytes. */
    public synchronized void forget() {
        heard.clear();
        frames.clear();
    }

    public synchronized long payloadBytes() {
        return frames.stream().mapToLong(frame -> frame.payload().length).sum();
    }

    /** Pieces that arrived to their end. */
    public synchronized long wholePieces() {
        return frames.stream().filter(frame -> frame.header().last()).count();
    }

    /** How often the super-peer asked how full the buffer is. */
    public synchronized int polls() {
        return polls;
    }
}
