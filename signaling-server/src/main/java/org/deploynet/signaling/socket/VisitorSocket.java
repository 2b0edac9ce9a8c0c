package org.deploynet.signaling.socket;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.net.OriginAddresses;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.FromVisitor.Connect;
import org.deploynet.protocol.signaling.FromVisitor.Hello;
import org.deploynet.protocol.signaling.FromVisitor.Renew;
import org.deploynet.protocol.signaling.FromVisitor.Report;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.protocol.signaling.ToVisitor.Welcome;
import org.deploynet.signaling.guard.PageTokens;
import org.deploynet.signaling.limits.TokenBucket;
import org.deploynet.signaling.links.Audience;
import org.deploynet.signaling.links.Handshakes;
import org.deploynet.signaling.links.PeersOff;
import org.deploynet.signaling.links.Visitor;
import org.deploynet.signaling.links.VisitorLine;
import org.deploynet.signaling.sites.Site;
import org.deploynet.signaling.sites.Sites;

/** A visitor's connection: it names its site and hands over an offer in one message. */
public final class VisitorSocket extends Wire {
    private static final int SESSION_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MESSAGES_A_SECOND = 50;
    private static final int BURST = 200;
    // Each offer becomes work for somebody's computer at home.
    private static final int OFFERS_AT_ONCE = 16;
    private static final double OFFERS_A_SECOND = 0.5;
    private static final int RETRY_MILLIS = 5_000;

    /** The parts of the server that visitors talk to. */
    public record Parts(
            KeyId network,
            Sites sites,
            Audience audience,
            PeersOff off,
            Handshakes handshakes,
            PageTokens tokens,
            List<String> stun,
            Clock clock) {}

    private final VisitorLine line = new VisitorLine() {
        @Override
        public void send(ToVisitor message) {
            VisitorSocket.this.send(message);
        }

        @Override
        public void refuse(Refused why) {
            VisitorSocket.this.refuse(why);
        }
    };
    private final Parts parts;
    private final Optional<String> origin;
    private final TokenBucket offers = new TokenBucket(OFFERS_A_SECOND, OFFERS_AT_ONCE, System::nanoTime);
    private volatile Optional<Visitor> visitor = Optional.empty();

    /** {@code origin} is what the browser says in the {@code Origin} header: the page's, and no script can change it. */
    public VisitorSocket(Wires wires, Parts parts, Optional<String> origin) {
        super(wires, MESSAGES_A_SECOND, BURST);
        this.parts = parts;
        this.origin = origin;
    }

    @Override
    void opened() {
        // The visitor speaks first.
    }

    @Override
    void received(String text) throws ProtocolException {
        FromVisitor message = SignalingCodec.decode(text, FromVisitor.class);
        if (visitor.isPresent()) {
            received(visitor.get(), message);
        } else if (message instanceof Hello hello) {
            greet(hello);
        } else {
            throw new ProtocolException("the first message is hello");
        }
    }

    @Override
    void closed() {
        visitor.ifPresent(gone -> {
            parts.audience().go(gone);
            parts.handshakes().gone(gone);
        });
    }

    @Override
    boolean isGreeted() {
        return visitor.isPresent();
    }

    private void greet(Hello hello) throws ProtocolException {
        Optional<Site> site = parts.sites()
                .serving(hello.site())
                .filter(found -> !found.isExpired(parts.clock().instant()));
        if (site.isEmpty()) {
            refuse(new Refused(
                    hello.ref(), Refused.Code.UNKNOWN_SITE, "this network has no valid manifest of the site", 0));
            return;
        }
        if (!isFrom(site.get())) {
            refuse(new Refused(hello.ref(), Refused.Code.UNAUTHORIZED, "this page is not of that site", 0));
            return;
        }
        if (parts.off().isOff(hello.site())) {
            refuse(PeersOff.refusal(hello.ref()));
            return;
        }
        Fingerprints.of(hello.sdp());
        boolean isPaidFor = parts.tokens().accepts(hello.site(), hello.pageToken(), hello.sessionKey());
        var arrived = new Visitor(newSession(), hello.site(), hello.sessionKey(), address(), line, !isPaidFor);
        send(new Welcome(
                hello.ref(),
                arrived.session(),
                parts.clock().millis(),
                parts.network(),
                site.get().sequence(),
                parts.stun()));
        visitor = Optional.of(arrived);
        parts.audience().come(arrived);
        offer(arrived, hello.ref(), hello.bucket(), hello.sdp(), List.of());
    }

    private boolean isFrom(Site site) {
        return origin.filter(OriginAddresses.canonical(URI.create(site.origin()))::equals)
                .isPresent();
    }

    private void received(Visitor from, FromVisitor message) throws ProtocolException {
        switch (message) {
            case Hello _ -> throw new ProtocolException("a second hello");
            case Connect connect ->
                offer(
                        from,
                        connect.ref(),
                        connect.bucket(),
                        connect.sdp(),
                        connect.beside().orElse(List.of()));
            case Candidate candidate -> parts.handshakes().candidate(from, candidate);
            case Renew renew -> parts.handshakes().renew(from, renew);
            case Report report -> parts.handshakes().report(from, report);
        }
    }

    private void offer(Visitor from, long ref, int bucket, String sdp, List<String> beside) throws ProtocolException {
        // Also after a hello, since they may have been switched off before this visitor was in the audience.
        if (parts.off().isOff(from.site())) {
            refuse(PeersOff.refusal(ref));
        } else if (offers.take()) {
            parts.handshakes().offer(from, ref, bucket, sdp, beside);
        } else {
            send(new Refused(ref, Refused.Code.LIMIT, "too many offers", RETRY_MILLIS));
        }
    }

    private static String newSession() {
        byte[] bytes = new byte[SESSION_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
