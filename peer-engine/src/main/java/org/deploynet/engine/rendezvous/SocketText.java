package org.deploynet.engine.rendezvous;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.jspecify.annotations.Nullable;

/**
 * Whole text messages over a WebSocket, both ways bounded: the next one is asked for when the last one was handled, and a
 * queue that the server does not drain ends the connection. {@link #send} is safe from any thread.
 */
final class SocketText implements WebSocket.Listener, AutoCloseable {
    private static final int QUEUED_MESSAGES = 1024;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);
    private static final Duration SEND_WITHIN = Duration.ofSeconds(20);

    private final Consumer<String> target;
    private final Consumer<String> lost;
    private final BlockingQueue<String> outbox = new ArrayBlockingQueue<>(QUEUED_MESSAGES);
    private final StringBuilder partial = new StringBuilder();
    private volatile Optional<WebSocket> socket = Optional.empty();
    private volatile long heardAt = System.nanoTime();
    private volatile boolean closed;
    private volatile Optional<Thread> writer = Optional.empty();

    /** {@code lost} gets a reason that is safe to show; {@code target} is called with one message at a time. */
    SocketText(Consumer<String> target, Consumer<String> lost) {
        this.target = target;
        this.lost = lost;
    }

    void connect(HttpClient http, URI server) throws IOException, InterruptedException {
        try {
            WebSocket open = http.newWebSocketBuilder()
                    .connectTimeout(CONNECT_WITHIN)
                    .buildAsync(server, this)
                    .get(CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            socket = Optional.of(open);
            writer = Optional.of(Thread.ofVirtual().name("signaling-writer").start(() -> writeAll(open)));
            if (closed) {
                close();
            }
        } catch (ExecutionException e) {
            throw new IOException(words(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + CONNECT_WITHIN.toSeconds() + " s", e);
        }
    }

    private static String words(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    void send(String text) {
        if (!outbox.offer(text)) {
            lost.accept("the server does not read");
        }
    }

    Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    private void writeAll(WebSocket open) {
        try {
            while (!closed) {
                open.sendText(outbox.take(), true).get(SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            lost.accept("cannot send: " + words(e.getCause()));
        } catch (TimeoutException e) {
            lost.accept("the server does not read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onOpen(WebSocket open) {
        open.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        if (partial.length() + data.length() > SignalingCodec.MAX_BYTES) {
            lost.accept("the server sends messages that are too long");
            return null;
        }
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            target.accept(text);
        }
        open.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
        lost.accept("the server sends binary messages");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer message) {
        heardAt = System.nanoTime();
        open.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        lost.accept("the server closed" + (reason.isBlank() ? "" : ": " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        lost.accept("the connection broke: " + words(error));
    }

    @Override
    public void close() {
        closed = true;
        writer.ifPresent(Thread::interrupt);
        socket.ifPresent(WebSocket::abort);
    }
}
