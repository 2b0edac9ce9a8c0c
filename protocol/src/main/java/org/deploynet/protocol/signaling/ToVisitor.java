package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;

/** What the signaling server tells a visitor's browser (docs/protocol.md §2). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToVisitor.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ToVisitor.Link.class, name = "link"),
    @JsonSubTypes.Type(value = ToVisitor.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = ToVisitor.Renewed.class, name = "ticket"),
    @JsonSubTypes.Type(value = Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = ManifestNews.class, name = "manifest"),
    @JsonSubTypes.Type(value = Candidate.class, name = "candidate"),
    @JsonSubTypes.Type(value = Refused.class, name = "refused")
})
public sealed interface ToVisitor
        permits ToVisitor.Welcome,
                ToVisitor.Link,
                ToVisitor.Declined,
                ToVisitor.Renewed,
                Answer,
                ManifestNews,
                Candidate,
                Refused {
    /**
     * Answer to hello, at once; a {@link Link} with the same {@code ref} follows, or a {@link Refused}. {@code time} is the
     * server's clock in milliseconds; {@code sequence} that of the site's newest manifest.
     */
    record Welcome(long ref, String session, long time, KeyId network, long sequence, List<String> stun)
            implements ToVisitor {
        public Welcome {
            Bounds.ref(ref);
            Check.text("session", session, Ticket.MAX_ID_CHARS);
            Check.range("time", time, 0, Long.MAX_VALUE);
            Check.present("network", network);
            Check.range("sequence", sequence, 1, 1L << 53);
            stun = Check.list("stun", stun, ToSuperPeer.Welcome.MAX_STUN);
        }
    }

    /** The super-peer that got the offer of message {@code ref}; its answer follows. */
    record Link(long ref, String link, KeyId peer, String ticket) implements ToVisitor {
        public Link {
            Bounds.ref(ref);
            Bounds.link(link);
            Check.present("peer", peer);
            Bounds.ticket(ticket);
        }
    }

    /** The super-peer does not take the offer, or went away before the link was open. */
    record Declined(String link) implements ToVisitor {
        public Declined {
            Bounds.link(link);
        }
    }

    /** Answer to renew. */
    record Renewed(long ref, String link, String ticket) implements ToVisitor {
        public Renewed {
            Bounds.ref(ref);
            Bounds.link(link);
            Bounds.ticket(ticket);
        }
    }
}
