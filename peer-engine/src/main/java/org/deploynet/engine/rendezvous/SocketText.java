package org.deploynet.engine.rendezvous;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Whole text messages over a WebSocket, both ways bounded: the next one is asked for when the last one was handled, and a
 * queue that the server does not drain ends the connection. {@link #send} is safe from any thread. Public for Jetty, which
 * looks its methods up.
 */
public final class SocketText implements Session.Listener.AutoDemanding, AutoCloseable {
    /** Another length than that of {@link #ping}. */
    private static final int PROD_BYTES = 2 * Long.BYTES;

    private static final int QUEUED_MESSAGES = 1024;
    private static final Duration SEND_WITHIN = Duration.ofSeconds(20);

    private final Consumer<String> target;
    private final LongConsumer echoed;
    private final Consumer<String> lost;
    private final BlockingQueue<String> outbox = new ArrayBlockingQueue<>(QUEUED_MESSAGES);
    private volatile Optional<Session> session = Optional.empty();
    private volatile Optional<Thread> writer = Optional.empty();
    private final AtomicLong prods = new AtomicLong();
    private volatile long answeredProd;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean closed;

    /** {@code lost} gets a reason that is safe to show; {@code target} is called with one message at a time. */
    SocketText(Consumer<String> target, LongConsumer echoed, Consumer<String> lost) {
        this.target = target;
        this.echoed = echoed;
        this.lost = lost;
    }

    void send(String text) {
        if (!outbox.offer(text)) {
            lost.accept("the server does not read");
        }
    }

    /** Asks the other end for an answer, which {@code echoed} gets; false while there is no connection. */
    boolean ping(long number) {
        Optional<Session> open = session.filter(one -> !closed);
        open.ifPresent(one ->
                one.sendPing(ByteBuffer.allocate(Long.BYTES).putLong(number).flip(), Callback.NOOP));
        return open.isPresent();
    }

    /**
     * Pings by itself, for {@link #hasAnswered}. Whatever else the other end says proves nothing: what it sends may still come although
     * what this end sends does not arrive.
     */
    long prod() {
        long number = prods.incrementAndGet();
        ByteBuffer payload =
                ByteBuffer.allocate(PROD_BYTES).putLong(0).putLong(number).flip();
        session.filter(one -> !closed).ifPresent(open -> open.sendPing(payload, Callback.NOOP));
        return number;
    }

    /** Whether that ping, or a later one, was answered. */
    boolean hasAnswered(long prod) {
        return answeredProd >= prod;
    }

    /** Whether this end has one of these addresses. */
    boolean isAtOneOf(Set<InetAddress> addresses) {
        return session.map(Session::getLocalSocketAddress)
                .filter(InetSocketAddress.class::isInstance)
                .map(here -> ((InetSocketAddress) here).getAddress())
                .filter(addresses::contains)
                .isPresent();
    }

    Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    private void writeAll(Session open) {
        try {
            while (!closed) {
                String text = outbox.take();
                var sent = Callback.Completable.with(done -> open.sendText(text, done));
                sent.get(SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            lost.accept("cannot send: " + SocketDialer.words(e.getCause()));
        } catch (TimeoutException e) {
            lost.accept("the server does not read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onWebSocketOpen(Session open) {
        heardAt = System.nanoTime();
        session = Optional.of(open);
        writer = Optional.of(Thread.ofVirtual().name("signaling-writer").start(() -> writeAll(open)));
        if (closed) {
            close();
        }
    }

    @Override
    public void onWebSocketText(String text) {
        heardAt = System.nanoTime();
        if (!closed) {
            target.accept(text);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback done) {
        done.succeed();
        lost.accept("the server sends binary messages");
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        heardAt = System.nanoTime();
        session.ifPresent(open -> open.sendPong(payload, Callback.NOOP));
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardAt = System.nanoTime();
        // A server may send one of its own accord, with anything in it.
        switch (payload.remaining()) {
            case Long.BYTES -> echoed.accept(payload.getLong());
            case PROD_BYTES -> answeredProd = Math.min(payload.getLong(Long.BYTES), prods.get());
            default -> {}
        }
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason, Callback done) {
        done.succeed();
        lost.accept("the server closed" + (reason == null || reason.isBlank() ? "" : ": " + reason));
    }

    @Override
    public void onWebSocketError(Throwable error) {
        lost.accept(
                switch (error) {
                    case MessageTooLargeException _ -> "the server sends messages that are too long";
                    case ClosedChannelException _ -> "the connection broke";
                    default -> "the connection broke: " + SocketDialer.words(error);
                });
    }

    @Override
    public void close() {
        closed = true;
        writer.ifPresent(Thread::interrupt);
        session.ifPresent(Session::disconnect);
    }
}
