package org.deploynet.signaling;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.jspecify.annotations.Nullable;

/** A real WebSocket to the real server; {@code T} is what the server says on it. */
final class TestSocket<T> implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 10;

    private final Class<T> direction;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    TestSocket(URI uri, Class<T> direction, Map<String, String> headers) {
        this(HTTP, uri, direction, headers);
    }

    /** From an address of this machine's loopback, which has sixteen million of them. */
    TestSocket(InetAddress from, URI uri, Class<T> direction, Map<String, String> headers) {
        this(HttpClient.newBuilder().localAddress(from).build(), uri, direction, headers);
    }

    private TestSocket(HttpClient http, URI uri, Class<T> direction, Map<String, String> headers) {
        this.direction = direction;
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        socket = opened(builder.buildAsync(uri, new Listener()));
    }

    private static WebSocket opened(CompletableFuture<WebSocket> opening) {
        try {
            return opening.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new AssertionError("the server answered " + refused.getResponse(), e);
            }
            throw e;
        }
    }

    void send(Object message) {
        sendText(SignalingCodec.encode(message));
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message of {@code type}; those of other types before it are passed over. */
    <M extends T> M expect(Class<M> type) {
        List<String> others = new ArrayList<>();
        try {
            while (true) {
                String text = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (text == null) {
                    throw new AssertionError("no " + type.getSimpleName() + " came, but " + others);
                }
                T message = SignalingCodec.decode(text, direction);
                if (type.isInstance(message)) {
                    return type.cast(message);
                }
                others.add(text);
            }
        } catch (InterruptedException | ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** The very next message, which must be of {@code type}. */
    <M extends T> M next(Class<M> type) {
        try {
            String text = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            return type.cast(SignalingCodec.decode(text, direction));
        } catch (InterruptedException | ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** Every message so far, as it came. */
    String heard() {
        return String.join("\n", heard);
    }

    int waiting() {
        return received.size();
    }

    /** The status with which the server closed the socket; 1006 when it was cut. */
    int closeStatus() {
        try {
            return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new AssertionError("the server did not close the socket", e);
        }
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Ends without a word, as a computer does that loses its line. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                heard.add(partial.toString());
                received.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}
