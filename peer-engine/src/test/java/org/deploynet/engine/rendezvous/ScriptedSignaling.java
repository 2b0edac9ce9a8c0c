package org.deploynet.engine.rendezvous;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** A signaling server that says exactly what a test tells it to, true or not. */
final class ScriptedSignaling implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    final SigningKey network = SigningKey.generate();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    ScriptedSignaling() throws Exception {
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(WebSocketUpgradeHandler.from(jetty, container -> {
            container.setMaxTextMessageSize(1 << 20);
            container.addMapping("/v1/super-peer", (request, response, callback) -> new Line());
        }));
        jetty.start();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/v1/super-peer");
    }

    /** The next connection. */
    Line accept() throws InterruptedException {
        return taken(lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "no connection came");
    }

    /** Whether another connection comes within {@code patience}. */
    boolean isCalledWithin(Duration patience) throws InterruptedException {
        return lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS) != null;
    }

    private static <T> T taken(@org.jspecify.annotations.Nullable T value, String otherwise) {
        return Optional.ofNullable(value).orElseThrow(() -> new AssertionError(otherwise));
    }

    /** One connection of a super-peer. */
    public final class Line extends Session.Listener.AbstractAutoDemanding {
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            lines.add(this);
        }

        @Override
        public void onWebSocketText(String message) {
            said.add(message);
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            ends.add(reason == null ? "" : reason);
            callback.succeed();
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            ends.add(String.valueOf(cause));
        }

        void send(ToSuperPeer message) {
            sendRaw(SignalingCodec.encode(message));
        }

        void sendRaw(String text) {
            getSession().sendText(text, Callback.NOOP);
        }

        void sendBinary() {
            getSession().sendBinary(ByteBuffer.wrap(new byte[4]), Callback.NOOP);
        }

        void sendPong(String payload) {
            getSession().sendPong(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), Callback.NOOP);
        }

        void challenge(String nonce) {
            send(new ToSuperPeer.Challenge(nonce, network.id(), network.publicKey()));
        }

        /** Challenge, hello, welcome. */
        Proof welcome() throws InterruptedException, ProtocolException {
            challenge("nonce-1");
            FromSuperPeer.Hello hello = expect(FromSuperPeer.Hello.class);
            welcome(hello);
            return Proof.verify(hello.proof());
        }

        void welcome(FromSuperPeer.Hello hello) {
            welcome(hello, java.util.Optional.of(true));
        }

        /** {@code reach} as the welcome has it. */
        void welcome(FromSuperPeer.Hello hello, java.util.Optional<Boolean> reach) {
            send(new ToSuperPeer.Welcome(
                    hello.ref(),
                    1_700_000_000_000L,
                    "203.0.113.7",
                    java.util.List.of("stun:stun.example:3478"),
                    new ToSuperPeer.Balance(3, 4),
                    java.util.Optional.of(true),
                    reach,
                    reach,
                    reach));
        }

        /** The next message of that type; others are dropped. */
        <T extends FromSuperPeer> T expect(Class<T> type) throws InterruptedException, ProtocolException {
            while (true) {
                String text =
                        taken(said.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "no " + type.getSimpleName());
                FromSuperPeer message = SignalingCodec.decode(text, FromSuperPeer.class);
                if (type.isInstance(message)) {
                    return type.cast(message);
                }
            }
        }

        /** The very next message, which is of that type. */
        <T extends FromSuperPeer> void expectNext(Class<T> type) throws InterruptedException, ProtocolException {
            String text = taken(said.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "no " + type.getSimpleName());
            FromSuperPeer message = SignalingCodec.decode(text, FromSuperPeer.class);
            if (!type.isInstance(message)) {
                throw new AssertionError("not " + type.getSimpleName() + " but " + text);
            }
        }

        boolean saysNothingWithin(Duration patience) throws InterruptedException {
            return said.poll(patience.toMillis(), TimeUnit.MILLISECONDS) == null;
        }

        void expectEnd() throws InterruptedException {
            taken(ends.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "the connection stays open");
        }

        void hangUp() {
            getSession().disconnect();
        }
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the scripted server does not stop", e);
        }
    }
}
