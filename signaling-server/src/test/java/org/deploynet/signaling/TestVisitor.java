package org.deploynet.signaling;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromVisitor.Connect;
import org.deploynet.protocol.signaling.FromVisitor.Hello;
import org.deploynet.protocol.signaling.FromVisitor.Renew;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;

/** A browser that speaks the protocol and loads nothing. */
final class TestVisitor implements AutoCloseable {
    final SigningKey session;
    final String fingerprint;
    final TestSocket<ToVisitor> socket;
    private long ref = 1;

    TestVisitor(SignalingServer server, URI origin) {
        this(server, origin, SigningKey.generate());
    }

    TestVisitor(SignalingServer server, Map<String, String> headers) {
        this(server, headers, SigningKey.generate());
    }

    TestVisitor(SignalingServer server, URI origin, SigningKey session) {
        this(server, Map.of("Origin", origin.toString()), session);
    }

    private TestVisitor(SignalingServer server, Map<String, String> headers, SigningKey session) {
        this(session, new TestSocket<>(server.visitors(), ToVisitor.class, headers));
    }

    /** Whose connection comes from there. */
    TestVisitor(SignalingServer server, URI origin, InetAddress from) {
        this(
                SigningKey.generate(),
                new TestSocket<>(from, server.visitors(), ToVisitor.class, Map.of("Origin", origin.toString())));
    }

    private TestVisitor(SigningKey session, TestSocket<ToVisitor> socket) {
        this.session = session;
        this.fingerprint = Sdp.fingerprint(session.id().hex().hashCode());
        this.socket = socket;
    }

    void hello(KeyId site) {
        socket.send(new Hello(ref++, site, 0, session.publicKey(), Sdp.of(fingerprint)));
    }

    void hello(KeyId site, Optional<String> pageToken) {
        socket.send(new Hello(ref++, site, 0, session.publicKey(), Sdp.of(fingerprint), pageToken));
    }

    /** As browsers do it: no candidate is known yet. */
    void helloBare(KeyId site) {
        socket.send(new Hello(ref++, site, 0, session.publicKey(), Sdp.bare(fingerprint)));
    }

    void connectBare() {
        socket.send(Connect.again(ref++, 0, Sdp.bare(fingerprint)));
    }

    /** What STUN servers saw of one socket that hides its own address, and that there is no more. */
    void sawItself(String link, int... ports) {
        for (int port : ports) {
            String seen = "candidate:1 1 udp 1677729535 9.9.9.9 " + port + " typ srflx raddr 0.0.0.0 rport 0";
            socket.send(new Candidate(link, seen, "0", 0));
        }
        socket.send(new Candidate(link, "", "0", 0));
        // The refusal says that the server has seen what came before.
        renew("none", Optional.empty());
        socket.expect(Refused.class);
    }

    void connect() {
        socket.send(Connect.again(ref++, 0, Sdp.of(fingerprint)));
    }

    /** One more, while these links are kept. */
    void connectBeside(String... links) {
        socket.send(new Connect(ref++, 0, Sdp.of(fingerprint), Optional.of(List.of(links))));
    }

    void renew(String link, Optional<String> receipt) {
        socket.send(new Renew(ref++, link, receipt));
    }

    ToVisitor.Link link() {
        return socket.expect(ToVisitor.Link.class);
    }

    /** A receipt for {@code bytes} in as few pieces as can be. */
    String receipt(Ticket ticket, long bytes) {
        return receipt(ticket.id(), bytes).sign(session);
    }

    static Receipt receipt(String ticket, long bytes) {
        return new Receipt(ticket, Math.ceilDiv(bytes, 256 * 1024), bytes);
    }

    @Override
    public void close() {
        socket.close();
    }
}
