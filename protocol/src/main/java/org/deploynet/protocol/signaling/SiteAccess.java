package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/**
 * A publisher's signed wish about {@code site} to its network; {@code issued} in ms since 1970, {@code caps} where that is what is
 * wanted. Immutable.
 */
public record SiteAccess(KeyId network, KeyId site, Want want, long issued, Optional<SiteCaps> caps) {
    /** What the publisher wants of its network. */
    public enum Want {
        /** What the site spent, and what was refused. */
        @JsonProperty("report")
        REPORT,
        /** The address of a page with it. */
        @JsonProperty("page")
        PAGE,
        /** From now on the site pays only for pages with a token of its origin. */
        @JsonProperty("tokens-on")
        TOKENS_ON,
        @JsonProperty("tokens-off")
        TOKENS_OFF,
        /** As on, with another secret than before. */
        @JsonProperty("tokens-new")
        TOKENS_NEW,
        /** From now on the site pays for no more than the caps of this wish. */
        @JsonProperty("caps")
        CAPS
    }

    /** How far the clocks of publisher and server may differ, and how long a wish may be on its way. */
    public static final Duration VALID = Duration.ofMinutes(5);

    private static final Json JSON = Json.upTo(1024);

    public SiteAccess {
        Check.present("network", network);
        Check.present("site", site);
        Check.present("want", want);
        Check.range("issued", issued, 0, Long.MAX_VALUE);
        Check.present("caps", caps);
        Check.that(caps.isPresent() == (want == Want.CAPS), "caps come with the wish for them, and with no other");
    }

    /** Any wish but that for caps. */
    public SiteAccess(KeyId network, KeyId site, Want want, long issued) {
        this(network, site, want, issued, Optional.empty());
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
