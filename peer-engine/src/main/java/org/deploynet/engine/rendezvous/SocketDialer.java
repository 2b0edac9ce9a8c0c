package org.deploynet.engine.rendezvous;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets to the one server that the owner named: no redirects, no cookies, no proxy, certificates checked against
 * the name. Its threads start with the first. Safe from any thread.
 */
final class SocketDialer implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(15);
    /** An engine that is told to end has 2 s in all. */
    private static final Duration STOP_WITHIN = Duration.ofMillis(200);

    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private @Nullable WebSocketClient started;
    private boolean closed;

    /** Returns when {@code socket} is open, or {@code givenUp} is done; the exception's message is safe to show. */
    void dial(URI server, SocketText socket, CompletableFuture<?> givenUp) throws IOException, InterruptedException {
        try {
            CompletableFuture<Session> opening = sockets().connect(socket, server);
            var _ = CompletableFuture.anyOf(opening, givenUp).get(OPEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (!opening.isDone()) {
                stop();
            }
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + OPEN_WITHIN.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(words(e.getCause()), e);
        } catch (InterruptedException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the WebSocket client does not start", e);
        }
    }

    private synchronized WebSocketClient sockets() throws Exception {
        if (closed) {
            throw new IOException("closed here");
        }
        if (started == null) {
            HttpClient http = http();
            // Before the WebSockets, which then share its threads; else they have eight of their own that never end.
            http.start();
            started = start(new WebSocketClient(http));
        }
        return started;
    }

    private static HttpClient http() {
        var threads = new QueuedThreadPool(8, 1, 10_000);
        threads.setName("signaling");
        threads.setDaemon(true);
        threads.setStopTimeout(STOP_WITHIN.toMillis());
        var http = new HttpClient(new HttpClientTransportOverHTTP(1));
        http.setExecutor(threads);
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setConnectTimeout(CONNECT_WITHIN.toMillis());
        http.setIdleTimeout(OPEN_WITHIN.toMillis());
        http.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
        return http;
    }

    private static WebSocketClient start(WebSocketClient sockets) throws Exception {
        sockets.setMaxTextMessageSize(SignalingCodec.MAX_BYTES);
        sockets.setMaxBinaryMessageSize(SignalingCodec.MAX_BYTES);
        sockets.setMaxFrameSize(SignalingCodec.MAX_BYTES);
        // Silence is judged by what the server says; what we say ourselves would count here, too.
        sockets.setIdleTimeout(Duration.ZERO);
        sockets.start();
        return sockets;
    }

    /** What happened, without the client's inner life, which its own messages print. */
    static String words(@Nullable Throwable failure) {
        @Nullable Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root == null) {
            return "unknown";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    // The next dial gets another client: this one would have it wait for the connection that it still tries to open.
    private synchronized void stop() {
        try {
            if (started != null) {
                started.stop();
                started.getHttpClient().stop();
            }
        } catch (Exception e) {
            System.getLogger(SocketDialer.class.getName())
                    .log(System.Logger.Level.DEBUG, "the WebSocket client did not stop in order", e);
        }
        started = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
