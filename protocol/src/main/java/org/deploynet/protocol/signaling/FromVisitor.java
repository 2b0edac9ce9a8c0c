package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.PageToken;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;

/** What a visitor's browser tells the signaling server on {@code /v1/visitor} (docs/protocol.md §2). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromVisitor.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = FromVisitor.Connect.class, name = "connect"),
    @JsonSubTypes.Type(value = FromVisitor.Renew.class, name = "renew"),
    @JsonSubTypes.Type(value = FromVisitor.Report.class, name = "report"),
    @JsonSubTypes.Type(value = Candidate.class, name = "candidate")
})
public sealed interface FromVisitor
        permits FromVisitor.Hello, FromVisitor.Connect, FromVisitor.Renew, FromVisitor.Report, Candidate {
    /** Links a visitor may have at once. */
    int MAX_LINKS = 8;

    /** First message, with the offer already in it: finding a peer and starting the handshake is one round trip. */
    record Hello(long ref, KeyId site, int bucket, PublicKeyJwk sessionKey, String sdp, Optional<String> pageToken)
            implements FromVisitor {
        /** Of a page without a token of its origin. */
        public Hello(long ref, KeyId site, int bucket, PublicKeyJwk sessionKey, String sdp) {
            this(ref, site, bucket, sessionKey, sdp, Optional.empty());
        }

        public Hello {
            Bounds.ref(ref);
            Check.present("site", site);
            Check.range("bucket", bucket, 0, 65_535);
            Check.present("sessionKey", sessionKey);
            Bounds.sdp(sdp);
            pageToken.ifPresent(token -> Check.text("pageToken", token, PageToken.MAX_CHARS));
        }
    }

    /**
     * Another super-peer, after the first one was lost or for another bucket; or one more, with {@code beside} the links that
     * are kept meanwhile: then it is none of theirs.
     */
    record Connect(long ref, int bucket, String sdp, Optional<List<String>> beside) implements FromVisitor {
        public Connect {
            Bounds.ref(ref);
            Check.range("bucket", bucket, 0, 65_535);
            Bounds.sdp(sdp);
            beside = beside.map(links -> Check.list("beside", links, MAX_LINKS));
            beside.ifPresent(links -> links.forEach(Bounds::link));
        }

        /** In the place of one that is lost. */
        public static Connect again(long ref, int bucket, String sdp) {
            return new Connect(ref, bucket, sdp, Optional.empty());
        }
    }

    /** A further ticket on {@code link}; with the latest receipt of the current one it may be larger. */
    record Renew(long ref, String link, Optional<String> receipt) implements FromVisitor {
        public Renew {
            Bounds.ref(ref);
            Bounds.link(link);
            receipt.ifPresent(jws -> Check.text("receipt", jws, Ticket.MAX_JWS_CHARS));
        }
    }

    /** What the super-peer on {@code link} did wrong. */
    record Report(String link, What what, Optional<ObjectId> object) implements FromVisitor {
        public Report {
            Bounds.link(link);
            Check.present("what", what);
            Check.present("object", object);
        }

        /** The kinds of wrong. */
        public enum What {
            @JsonProperty("wrong-hash")
            WRONG_HASH,
            @JsonProperty("protocol")
            PROTOCOL,
            @JsonProperty("stalled")
            STALLED
        }
    }
}
