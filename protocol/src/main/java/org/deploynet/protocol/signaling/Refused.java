package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.deploynet.protocol.Check;

/** The server cannot do what message {@code ref} asked. {@code retryAfterMs} is 0 where trying again makes no sense. */
public record Refused(long ref, Code code, String message, int retryAfterMs) implements ToSuperPeer, ToVisitor {
    public Refused {
        Bounds.ref(ref);
        Check.present("code", code);
        Check.text("message", message, 512);
        Check.range("retryAfterMs", retryAfterMs, 0, 86_400_000);
    }

    /** Why the server refuses. */
    public enum Code {
        /** The message breaks docs/protocol.md. */
        @JsonProperty("malformed")
        MALFORMED,
        /** A proof or an origin that is not the right one. */
        @JsonProperty("unauthorized")
        UNAUTHORIZED,
        /** This identity is connected already with the same or a higher epoch: a copied data folder. */
        @JsonProperty("clone")
        CLONE,
        @JsonProperty("unknown-site")
        UNKNOWN_SITE,
        /** No super-peer has room for this visitor now. */
        @JsonProperty("no-peer")
        NO_PEER,
        /** The site's budget does not cover another ticket. */
        @JsonProperty("budget")
        BUDGET,
        @JsonProperty("unknown-link")
        UNKNOWN_LINK,
        @JsonProperty("limit")
        LIMIT,
        /** The operator has switched super-peers off, for this site or for all. */
        @JsonProperty("off")
        OFF
    }
}
