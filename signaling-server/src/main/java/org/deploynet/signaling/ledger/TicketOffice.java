package org.deploynet.signaling.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.signaling.ledger.Budgets.Held;

/** Issues tickets: sets the money aside, durably, and only then signs. Safe from any thread. */
public final class TicketOffice {
    private static final int ID_BYTES = 16;

    /** Who takes from whom, and how much at most. */
    public record Request(
            String link,
            KeyId site,
            KeyId peer,
            String peerFingerprint,
            String visitorFingerprint,
            PublicKeyJwk sessionKey,
            long maxBytes,
            long price) {
        public Request ofBytes(long other) {
            return new Request(link, site, peer, peerFingerprint, visitorFingerprint, sessionKey, other, price);
        }
    }

    /** A ticket and its signed form. */
    public record Issued(Ticket ticket, String jws) {}

    private final SigningKey network;
    private final Budgets budgets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public TicketOffice(SigningKey network, Budgets budgets, Clock clock) {
        this.network = network;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** Empty when the site's budget does not cover the ticket. */
    public Optional<Issued> issue(Request request) {
        return reserve(request).ticket().map(this::sign);
    }

    /** A ticket as far as its money goes: {@code ticket} is there where that is set aside. */
    public record Reserved(Optional<Ticket> ticket, Held held) {}

    /** The first half of it: a ticket whose money is set aside, and that counts for nothing before it is signed. */
    public Reserved reserve(Request request) {
        Ticket ticket = fill(request);
        Held held = budgets.hold(ticket, Settlement.FEE_PERCENT);
        return new Reserved(Optional.of(ticket).filter(filled -> held == Held.YES), held);
    }

    /** Whether a ticket of so many bytes at this price could cost more than the site's publisher wants to pay today. */
    public boolean isOverDay(KeyId site, long bytes, long price) {
        return budgets.isOverDay(site, Price.reservation(bytes, price, Settlement.FEE_PERCENT));
    }

    /** The other half. */
    public Issued sign(Ticket ticket) {
        return new Issued(ticket, ticket.sign(network));
    }

    private Ticket fill(Request request) {
        long now = clock.millis();
        return new Ticket(
                randomId(),
                network.id(),
                request.link(),
                request.site(),
                request.peer(),
                request.peerFingerprint(),
                request.visitorFingerprint(),
                request.sessionKey(),
                request.maxBytes(),
                request.price(),
                now,
                now + Ticket.LIFETIME.toMillis());
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
