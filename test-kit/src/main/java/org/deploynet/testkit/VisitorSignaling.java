package org.deploynet.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToVisitor;
import org.jspecify.annotations.Nullable;

/** A visitor's connection to the signaling server, with the Origin header that a browser would send. Safe from any thread. */
public final class VisitorSignaling implements AutoCloseable {
    private final BlockingQueue<ToVisitor> messages = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    public VisitorSignaling(HttpClient http, URI visitors, String origin) {
        socket = http.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(visitors, new Ear())
                .join();
    }

    /** What the server said, in order. */
    public BlockingQueue<ToVisitor> messages() {
        return messages;
    }

    public synchronized void send(FromVisitor message) {
        send(SignalingCodec.encode(message));
    }

    /** Any text: also what the protocol forbids. */
    public synchronized void send(String text) {
        socket.sendText(text, true).join();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void heard(String message) {
            try {
                messages.add(SignalingCodec.decode(message, ToVisitor.class));
            } catch (ProtocolException e) {
                throw new IllegalStateException("the signaling server does not keep to the protocol", e);
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
