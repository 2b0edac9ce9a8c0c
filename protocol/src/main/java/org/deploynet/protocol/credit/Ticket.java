package org.deploynet.protocol.credit;

import java.time.Duration;
import java.time.Instant;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;

/**
 * The network's permission for one visitor to take up to {@code maxBytes} of a site from one super-peer over one link, and
 * its promise to pay {@code price} for them. Fingerprints are {@code sha-256 AA:BB:…} as in SDP; times are milliseconds
 * since 1970 by the server's clock. Immutable.
 */
public record Ticket(
        String id,
        KeyId network,
        String link,
        KeyId site,
        KeyId peer,
        String peerFingerprint,
        String visitorFingerprint,
        PublicKeyJwk sessionKey,
        long maxBytes,
        long price,
        long issued,
        long expires) {
    public static final Duration LIFETIME = Duration.ofMinutes(10);
    public static final long FIRST_MAX_BYTES = 16L * 1024 * 1024;
    public static final long MAX_BYTES = 1L << 40;
    public static final int MAX_JWS_CHARS = 4096;
    public static final int MAX_ID_CHARS = 64;
    private static final int MAX_FINGERPRINT_CHARS = 128;
    private static final Json JSON = Json.upTo(MAX_JWS_CHARS);

    public Ticket {
        Check.text("ticket id", id, MAX_ID_CHARS);
        Check.present("network", network);
        Check.text("link", link, MAX_ID_CHARS);
        Check.present("site", site);
        Check.present("peer", peer);
        Check.text("peerFingerprint", peerFingerprint, MAX_FINGERPRINT_CHARS);
        Check.text("visitorFingerprint", visitorFingerprint, MAX_FINGERPRINT_CHARS);
        Check.present("sessionKey", sessionKey);
        Check.range("maxBytes", maxBytes, 1, MAX_BYTES);
        Check.range("price", price, 0, Price.MAX);
        Check.range("issued", issued, 0, Long.MAX_VALUE);
        Check.range("expires", expires, issued, Long.MAX_VALUE);
    }

    public String sign(SigningKey network) {
        return Jws.sign(Jws.Kind.TICKET, JSON.writeBytes(this), network);
    }

    /** The ticket, if {@code network} signed it; its time is checked by {@link #isExpired}. */
    public static Ticket verify(String jws, PublicKeyJwk network) throws ProtocolException {
        checkLength(jws);
        Ticket ticket = JSON.read(Jws.verify(Jws.Kind.TICKET, jws, network), Ticket.class);
        if (!ticket.network().equals(network.id())) {
            throw new ProtocolException("the ticket is of network " + ticket.network());
        }
        return ticket;
    }

    public boolean isExpired(Instant serverTime) {
        return serverTime.toEpochMilli() > expires;
    }

    static void checkLength(String jws) throws ProtocolException {
        if (jws.length() > MAX_JWS_CHARS) {
            throw new ProtocolException("a signature of " + jws.length() + " characters, at most " + MAX_JWS_CHARS);
        }
    }
}
