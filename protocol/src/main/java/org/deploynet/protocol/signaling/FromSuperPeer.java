package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.stun.TransactionId;

/** What a super-peer tells the signaling server on {@code /v1/super-peer} (docs/protocol.md §2). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromSuperPeer.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = FromSuperPeer.Inventory.class, name = "inventory"),
    @JsonSubTypes.Type(value = FromSuperPeer.Decline.class, name = "decline"),
    @JsonSubTypes.Type(value = FromSuperPeer.Settle.class, name = "settle"),
    @JsonSubTypes.Type(value = FromSuperPeer.Load.class, name = "load"),
    @JsonSubTypes.Type(value = FromSuperPeer.Purged.class, name = "purged"),
    @JsonSubTypes.Type(value = FromSuperPeer.DialBack.class, name = "dialBack"),
    @JsonSubTypes.Type(value = FromSuperPeer.Transfer.class, name = "transfer"),
    @JsonSubTypes.Type(value = FromSuperPeer.Consistency.class, name = "consistency"),
    @JsonSubTypes.Type(value = FromSuperPeer.Inclusion.class, name = "inclusion"),
    @JsonSubTypes.Type(value = FromSuperPeer.Statement.class, name = "statement"),
    @JsonSubTypes.Type(value = FromSuperPeer.Reach.class, name = "reach"),
    @JsonSubTypes.Type(value = FromSuperPeer.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = FromSuperPeer.Reputation.class, name = "reputation"),
    @JsonSubTypes.Type(value = Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Candidate.class, name = "candidate")
})
public sealed interface FromSuperPeer
        permits FromSuperPeer.Hello,
                FromSuperPeer.Inventory,
                FromSuperPeer.Decline,
                FromSuperPeer.Settle,
                FromSuperPeer.Load,
                FromSuperPeer.Purged,
                FromSuperPeer.DialBack,
                FromSuperPeer.Transfer,
                FromSuperPeer.Consistency,
                FromSuperPeer.Inclusion,
                FromSuperPeer.Statement,
                FromSuperPeer.Reach,
                FromSuperPeer.Opened,
                FromSuperPeer.Reputation,
                Answer,
                Candidate {
    /** First message: {@code proof} is a JWS of kind PROOF over a {@link Proof}. */
    record Hello(long ref, KeyId peer, String proof, String build, Capacity capacity) implements FromSuperPeer {
        public Hello {
            Bounds.ref(ref);
            Check.present("peer", peer);
            Check.text("proof", proof, Ticket.MAX_JWS_CHARS);
            Check.text("build", build, 64);
            Check.present("capacity", capacity);
        }
    }

    /** What the owner allows: upload in bytes a second, browsers at once, cache in bytes. */
    record Capacity(long bytesPerSecond, int links, long cacheBytes) {
        public Capacity {
            Check.range("bytesPerSecond", bytesPerSecond, 0, 1L << 40);
            Check.range("links", links, 0, 100_000);
            Check.range("cacheBytes", cacheBytes, 0, 1L << 50);
        }
    }

    /**
     * On change: what is kept and announced. {@code room} in bytes. {@code declined} are sites that its owner does not serve, at most
     * 256; {@code unpaid} is false where he takes no ticket of price 0, and absent is as true.
     */
    record Inventory(List<Kept> sites, long room, Optional<List<KeyId>> declined, Optional<Boolean> unpaid)
            implements FromSuperPeer {
        public Inventory {
            sites = Check.list("sites", sites, Bounds.MAX_SITES);
            Check.range("room", room, 0, 1L << 50);
            declined = declined.map(some -> Check.list("declined", some, Bounds.MAX_SITES));
        }

        /** Of a super-peer that serves whatever it is assigned. */
        public static Inventory of(List<Kept> sites, long room) {
            return new Inventory(sites, room, Optional.empty(), Optional.empty());
        }
    }

    /** Of {@code site}'s manifest {@code sequence} this many bytes are kept; {@code whole} when nothing assigned is missing. */
    record Kept(KeyId site, long sequence, long bytes, boolean whole) {
        public Kept {
            Check.present("site", site);
            Check.range("sequence", sequence, 0, 1L << 53);
            Check.range("bytes", bytes, 0, 1L << 50);
        }
    }

    /** The super-peer does not take the offer on {@code link}. */
    record Decline(String link, Why why) implements FromSuperPeer {
        public Decline {
            Bounds.link(link);
            Check.present("why", why);
        }

        /** Why an offer is not taken. */
        public enum Why {
            @JsonProperty("paused")
            PAUSED,
            @JsonProperty("full")
            FULL,
            @JsonProperty("blocked")
            BLOCKED,
            @JsonProperty("ticket")
            TICKET,
            @JsonProperty("failed")
            FAILED
        }
    }

    /**
     * The latest receipt of each ticket, as JWS; at most 16 a message. {@code ended} are links, at most 64, for whose tickets
     * nothing more will be asked: what is still set aside for them goes back to the site after the receipts are posted.
     */
    record Settle(long ref, List<String> receipts, Optional<List<String>> ended) implements FromSuperPeer {
        public Settle {
            Bounds.ref(ref);
            receipts = Check.list("receipts", receipts, Bounds.MAX_RECEIPTS);
            receipts.forEach(jws -> Check.text("receipt", jws, Ticket.MAX_JWS_CHARS));
            ended = ended.map(links -> Check.list("ended", links, Bounds.MAX_ENDED));
            ended.ifPresent(links -> links.forEach(Bounds::link));
        }

        public static Settle of(long ref, List<String> receipts, List<String> ended) {
            return new Settle(ref, receipts, ended.isEmpty() ? Optional.empty() : Optional.of(ended));
        }
    }

    /** About every 10 s and on change: upload now, browsers now, browsers more that it would take. */
    record Load(long bytesPerSecond, int links, int room) implements FromSuperPeer {
        public Load {
            Check.range("bytesPerSecond", bytesPerSecond, 0, 1L << 40);
            Check.range("links", links, 0, 100_000);
            Check.range("room", room, 0, 100_000);
        }
    }

    /** The purge order {@code id} is carried out and durable. */
    record Purged(String id) implements FromSuperPeer {
        public Purged {
            Check.text("id", id, Ticket.MAX_ID_CHARS);
        }
    }

    /**
     * Asks for one datagram to {@code port} of the address that this connection comes from: a STUN request of this transaction.
     * Only where {@code welcome} says that the server does so.
     */
    record DialBack(long ref, int port, TransactionId transaction) implements FromSuperPeer {
        public DialBack {
            Bounds.ref(ref);
            Check.range("port", port, 1024, 65_535);
            Check.present("transaction", transaction);
        }
    }

    /**
     * Puts available credits into the budget of {@code site}. The asker chooses {@code id} and keeps it before it asks, so that
     * asking again moves nothing twice.
     */
    record Transfer(long ref, String id, KeyId site, long microcredits) implements FromSuperPeer {
        public Transfer {
            Bounds.ref(ref);
            Check.text("id", id, Ticket.MAX_ID_CHARS);
            Check.that(id.matches("[0-9A-Za-z_-]+"), "an id has other characters than base64url");
            Check.present("site", site);
            Check.range("microcredits", microcredits, 1, 1L << 53);
        }
    }

    /** Asks for the proof that the ledger of {@code to} entries begins with the one of {@code from}. */
    record Consistency(long ref, long from, long to) implements FromSuperPeer {
        public Consistency {
            Bounds.ref(ref);
            Check.range("to", to, 0, 1L << 53);
            Check.range("from", from, 0, to);
        }
    }

    /**
     * Asks for the entries that paid for {@code tickets}, at most 16, behind entry {@code after}, and for the proof of each that it is
     * among the first {@code size}. Answered by {@link ToSuperPeer.Included}. Only where {@code welcome} says that the server keeps
     * accounts.
     */
    record Inclusion(long ref, long size, long after, List<String> tickets) implements FromSuperPeer {
        public Inclusion {
            Bounds.ref(ref);
            Check.range("size", size, 1, 1L << 53);
            Check.range("after", after, 0, size);
            tickets = Check.list("tickets", tickets, Bounds.MAX_RECEIPTS);
            tickets.forEach(ticket -> Check.text("ticket", ticket, Ticket.MAX_ID_CHARS));
        }
    }

    /**
     * Asks what was ever posted for this super-peer, site by site in the order of their ids, from behind {@code after} on. Answered by
     * {@link ToSuperPeer.Stated}. Only where {@code welcome} says that the server keeps accounts.
     */
    record Statement(long ref, Optional<KeyId> after) implements FromSuperPeer {
        public Statement {
            Bounds.ref(ref);
        }
    }

    /**
     * How it is reached, when it has found out: over IPv4, or whatever the test could use, and whether over IPv6 as well. Answered by
     * {@link ToSuperPeer.Reached}. Only where {@code welcome} says that the server wants it.
     */
    record Reach(long ref, Reachability nat, boolean ipv6) implements FromSuperPeer {
        public Reach {
            Bounds.ref(ref);
            Check.present("nat", nat);
        }
    }

    /**
     * The link is open; said at once, and once more with the path that ICE has settled on. Only where {@code welcome} says that the
     * server wants it.
     */
    record Opened(String link, Optional<Path> path) implements FromSuperPeer {
        public Opened {
            Bounds.link(link);
        }

        /** Which way the packets take. */
        public enum Path {
            @JsonProperty("direct")
            DIRECT,
            /** By a TURN server (RFC 8656). */
            @JsonProperty("relayed")
            RELAYED
        }
    }

    /**
     * Asks what the network makes of it. Answered by {@link ToSuperPeer.Reputed}. Only where {@code welcome} says that the server keeps
     * reputations.
     */
    record Reputation(long ref) implements FromSuperPeer {
        public Reputation {
            Bounds.ref(ref);
        }
    }
}
