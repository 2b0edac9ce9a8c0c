package org.deploynet.testkit.rogue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.jspecify.annotations.Nullable;

/** A connection to the signaling server that never comes back once it is lost. Sending is safe from any thread. */
final class RogueSignaling implements WebSocket.Listener {
    private static final String END = "";

    private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    RogueSignaling(HttpClient http, URI server) {
        socket = http.newWebSocketBuilder().buildAsync(server, this).join();
    }

    /** The next message; throws when the connection is lost. */
    ToSuperPeer take() throws InterruptedException, ProtocolException {
        String text = inbox.take();
        if (text.equals(END)) {
            throw new ProtocolException("the signaling server is gone");
        }
        return SignalingCodec.decode(text, ToSuperPeer.class);
    }

    synchronized void send(FromSuperPeer message) {
        socket.sendText(SignalingCodec.encode(message), true).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        partial.append(part);
        if (last) {
            inbox.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        inbox.add(END);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        inbox.add(END);
    }
}
