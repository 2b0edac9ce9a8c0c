package org.deploynet.engine.serve;

import java.time.InstantSource;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;

/**
 * Tells tickets that bind the network to pay this super-peer from others: signed by the pinned network, for this peer, this
 * DTLS certificate and this link, and not expired by the server's clock. Safe from any thread.
 */
public final class TicketGate {
    private final KeyId self;
    private final String fingerprint;
    private final InstantSource serverTime;
    private volatile Optional<PublicKeyJwk> network = Optional.empty();

    /** {@code fingerprint} is that of every certificate this engine shows, as {@code sha-256 AA:BB:…}. */
    public TicketGate(KeyId self, String fingerprint, InstantSource serverTime) {
        this.self = self;
        this.fingerprint = fingerprint;
        this.serverTime = serverTime;
    }

    /** The network whose tickets count from now on; before the first call none does. */
    public void pin(PublicKeyJwk networkKey) {
        network = Optional.of(networkKey);
    }

    /** The ticket, or what is wrong with it; the message is safe to log. */
    public Ticket check(String jws, String link) throws ProtocolException {
        PublicKeyJwk key = network.orElseThrow(() -> new ProtocolException("no network is pinned yet"));
        Ticket ticket = Ticket.verify(jws, key);
        require(ticket.peer().equals(self), "the ticket is for another super-peer");
        require(ticket.peerFingerprint().equals(fingerprint), "the ticket is for another certificate");
        require(ticket.link().equals(link), "the ticket is for another link");
        require(!ticket.isExpired(serverTime.instant()), "the ticket has expired");
        return ticket;
    }

    private static void require(boolean claim, String otherwise) throws ProtocolException {
        if (!claim) {
            throw new ProtocolException(otherwise);
        }
    }
}
