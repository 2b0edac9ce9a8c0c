package org.deploynet.protocol.signaling;

import java.time.Clock;
import java.time.Duration;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** A publisher's signed wish to see what its network knows of {@code site}; {@code issued} in ms since 1970. Immutable. */
public record SiteAccess(KeyId network, KeyId site, long issued) {
    /** How far the clocks of publisher and server may differ, and how long a wish may be on its way. */
    public static final Duration VALID = Duration.ofMinutes(5);

    private static final Json JSON = Json.upTo(1024);

    public SiteAccess {
        Check.present("network", network);
        Check.present("site", site);
        Check.range("issued", issued, 0, Long.MAX_VALUE);
    }

    public String sign(SigningKey publisher) {
        return Jws.sign(Jws.Kind.ACCESS, JSON.writeBytes(this), publisher);
    }

    /** The wish, if the site itself signed it just now for the network of that name. */
    public static SiteAccess verify(String jws, KeyId network, Clock clock) throws ProtocolException {
        Jws.Signed signed = Jws.verifyByHeaderKey(Jws.Kind.ACCESS, jws);
        SiteAccess wish = JSON.read(signed.payload(), SiteAccess.class);
        if (!wish.network().equals(network)) {
            throw new ProtocolException("for network " + wish.network() + ", this one is " + network);
        }
        if (!wish.site().equals(signed.by().id())) {
            throw new ProtocolException("signed by " + signed.by().id() + ", which is not the site's key");
        }
        if (Math.abs(clock.millis() - wish.issued()) > VALID.toMillis()) {
            throw new ProtocolException(
                    "the publisher's clock differs from the server's by more than " + VALID.toMinutes() + " minutes");
        }
        return wish;
    }
}
