package org.deploynet.signaling.links;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.signaling.pairing.Reach;

/**
 * A browser that said hello: which site it shows, the key it signs receipts with, and the super-peers it does not want
 * again. {@code address} stays in memory. Compared by identity; safe from any thread.
 */
public final class Visitor {
    private final String session;
    private final KeyId site;
    private final PublicKeyJwk sessionKey;
    private final InetAddress address;
    private final VisitorLine line;
    private final boolean lacksPageToken;
    private final Set<KeyId> unwanted = ConcurrentHashMap.newKeySet();
    private final Set<KeyId> failedWith = ConcurrentHashMap.newKeySet();
    private volatile Reach reach = Reach.UNKNOWN;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    public Visitor(String session, KeyId site, PublicKeyJwk sessionKey, InetAddress address, VisitorLine line) {
        this(session, site, sessionKey, address, line, false);
    }

    /** @param lacksPageToken whether its site pays only for pages with a token, and this one has none that is good */
    public Visitor(
            String session,
            KeyId site,
            PublicKeyJwk sessionKey,
            InetAddress address,
            VisitorLine line,
            boolean lacksPageToken) {
        this.session = session;
        this.site = site;
        this.sessionKey = sessionKey;
        this.address = address;
        this.line = line;
        this.lacksPageToken = lacksPageToken;
    }

    boolean lacksPageToken() {
        return lacksPageToken;
    }

    public String session() {
        return session;
    }

    public KeyId site() {
        return site;
    }

    public PublicKeyJwk sessionKey() {
        return sessionKey;
    }

    InetAddress address() {
        return address;
    }

    public VisitorLine line() {
        return line;
    }

    Set<Link> links() {
        return links;
    }

    Set<KeyId> unwanted() {
        return unwanted;
    }

    /** Super-peers to which a link did not open. */
    Set<KeyId> failedWith() {
        return failedWith;
    }

    /** How it is reached, as the candidates of its links have told so far. */
    Reach reach() {
        return reach;
    }

    void isReached(Reach now) {
        reach = now.isKnown() ? now : reach;
    }
}
