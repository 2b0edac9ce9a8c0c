package org.deploynet.signaling.socket;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.signaling.limits.TokenBucket;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One WebSocket and its bounds: rate of messages, bytes that wait for a slow reader, missed pings. Jetty calls it for one
 * message at a time, on a virtual thread; {@link #send} is safe from any thread and never blocks.
 */
public abstract class Wire implements Session.Listener.AutoDemanding {
    private static final System.Logger LOG = System.getLogger(Wire.class.getName());
    private static final int MISSED_PINGS = 2;
    private static final int MAX_REASON_CHARS = 100;
    /**
     * "We will not talk to you." In the range for applications and not 1008: on 1008 Jetty drops the connection at once, and
     * whoever was sending just then meets a reset that takes the reason with it.
     */
    public static final int REFUSED = 4008;
    /** What may wait for one reader, in characters; whoever is further behind is cut. */
    private static final long MAX_WAITING = 1 << 20;

    private final Wires wires;
    private final int messagesASecond;
    private final TokenBucket messages;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Optional<Session> session = Optional.empty();

    /** At most {@code messagesASecond} on average, and {@code burst} at once. */
    Wire(Wires wires, int messagesASecond, int burst) {
        this.wires = wires;
        this.messagesASecond = messagesASecond;
        this.messages = new TokenBucket(messagesASecond, burst, System::nanoTime);
    }

    /** The socket is open: say the first word, if it is ours. */
    abstract void opened();

    /** Acts on one message; what breaks the protocol ends the socket. */
    abstract void received(String text) throws ProtocolException;

    /** The socket is closed; called once. */
    abstract void closed();

    /** Whether the other side has said who it is. */
    abstract boolean isGreeted();

    final InetAddress address() {
        return session.map(Session::getRemoteSocketAddress)
                .filter(InetSocketAddress.class::isInstance)
                .map(remote -> ((InetSocketAddress) remote).getAddress())
                .orElseGet(InetAddress::getLoopbackAddress);
    }

    final void send(Object message) {
        session.filter(open -> !over.get()).ifPresent(open -> send(open, SignalingCodec.encode(message)));
    }

    private void send(Session open, String text) {
        if (waiting.addAndGet(text.length()) > MAX_WAITING) {
            cut();
            return;
        }
        open.sendText(text, Callback.from(() -> waiting.addAndGet(-text.length()), failure -> cut()));
    }

    /** Says why, and closes. */
    final void refuse(Refused why) {
        send(why);
        close(why.message());
    }

    final void close(String why) {
        over.set(true);
        String reason = why.length() <= MAX_REASON_CHARS ? why : why.substring(0, MAX_REASON_CHARS);
        session.ifPresent(open -> open.close(REFUSED, reason, Callback.NOOP));
        wires.cutIfItStays(this);
    }

    /** The server stops: the other side is to come back later. */
    final void goAway() {
        over.set(true);
        session.ifPresent(open -> open.close(StatusCode.SHUTDOWN, "the server stops", Callback.NOOP));
    }

    /** Asks whether the other side still lives; after two questions without an answer it does not. */
    final void ping() {
        if (unanswered.getAndIncrement() >= MISSED_PINGS) {
            cut();
            return;
        }
        session.ifPresent(open -> open.sendPing(ByteBuffer.allocate(0), Callback.NOOP));
    }

    final void cut() {
        over.set(true);
        session.ifPresent(Session::disconnect);
    }

    @Override
    public final void onWebSocketOpen(Session open) {
        session = Optional.of(open);
        if (wires.add(this)) {
            opened();
        } else {
            close("the server stops");
        }
    }

    @Override
    public final void onWebSocketText(String text) {
        if (over.get()) {
            return;
        }
        if (!messages.take()) {
            refuse(new Refused(0, Refused.Code.LIMIT, "more than " + messagesASecond + " messages a second", 0));
            return;
        }
        try {
            received(text);
        } catch (ProtocolException e) {
            refuse(new Refused(0, Refused.Code.MALFORMED, bounded(e), 0));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a message could not be handled", e);
            close("internal error");
        }
    }

    @Override
    public final void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        refuse(new Refused(0, Refused.Code.MALFORMED, "binary messages are not part of the protocol", 0));
    }

    @Override
    public final void onWebSocketPong(ByteBuffer payload) {
        unanswered.set(0);
    }

    @Override
    public final void onWebSocketError(Throwable cause) {
        LOG.log(Level.DEBUG, "a socket failed: {0}", cause.getClass().getSimpleName());
    }

    @Override
    public final void onWebSocketClose(int status, String reason, Callback callback) {
        over.set(true);
        if (wires.remove(this)) {
            try {
                closed();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a closed socket could not be cleared away", e);
            }
        }
        callback.succeed();
    }

    private static String bounded(ProtocolException e) {
        String message = String.valueOf(e.getMessage());
        return message.length() <= 256 ? message : message.substring(0, 256);
    }
}
