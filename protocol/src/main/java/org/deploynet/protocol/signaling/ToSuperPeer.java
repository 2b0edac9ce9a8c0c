package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.ProvenEntry;

/** What the signaling server tells a super-peer (docs/protocol.md §2). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToSuperPeer.Challenge.class, name = "challenge"),
    @JsonSubTypes.Type(value = ToSuperPeer.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ToSuperPeer.Assign.class, name = "assign"),
    @JsonSubTypes.Type(value = ToSuperPeer.Unassign.class, name = "unassign"),
    @JsonSubTypes.Type(value = ToSuperPeer.Offer.class, name = "offer"),
    @JsonSubTypes.Type(value = ToSuperPeer.Settled.class, name = "settled"),
    @JsonSubTypes.Type(value = ToSuperPeer.Transferred.class, name = "transferred"),
    @JsonSubTypes.Type(value = ToSuperPeer.CheckpointNews.class, name = "checkpoint"),
    @JsonSubTypes.Type(value = ToSuperPeer.Consistent.class, name = "consistent"),
    @JsonSubTypes.Type(value = ToSuperPeer.Included.class, name = "included"),
    @JsonSubTypes.Type(value = ToSuperPeer.Stated.class, name = "stated"),
    @JsonSubTypes.Type(value = ToSuperPeer.Purge.class, name = "purge"),
    @JsonSubTypes.Type(value = ToSuperPeer.Reached.class, name = "reached"),
    @JsonSubTypes.Type(value = ToSuperPeer.Reputed.class, name = "reputed"),
    @JsonSubTypes.Type(value = ManifestNews.class, name = "manifest"),
    @JsonSubTypes.Type(value = Candidate.class, name = "candidate"),
    @JsonSubTypes.Type(value = Refused.class, name = "refused")
})
public sealed interface ToSuperPeer
        permits ToSuperPeer.Challenge,
                ToSuperPeer.Welcome,
                ToSuperPeer.Assign,
                ToSuperPeer.Unassign,
                ToSuperPeer.Offer,
                ToSuperPeer.Settled,
                ToSuperPeer.Transferred,
                ToSuperPeer.CheckpointNews,
                ToSuperPeer.Consistent,
                ToSuperPeer.Included,
                ToSuperPeer.Stated,
                ToSuperPeer.Purge,
                ToSuperPeer.Reached,
                ToSuperPeer.Reputed,
                ManifestNews,
                Candidate,
                Refused {
    /** First message. {@code key} hashes to {@code network}; a super-peer pins it. */
    record Challenge(String nonce, KeyId network, PublicKeyJwk key) implements ToSuperPeer {
        public Challenge {
            Check.text("nonce", nonce, 64);
            Check.present("network", network);
            Check.present("key", key);
            Check.that(key.id().equals(network), "the network's key does not hash to its id");
        }
    }

    /**
     * {@code time} is the server's clock in milliseconds; {@code seenAs} the address the connection comes from; {@code dialBack}
     * whether it answers {@link FromSuperPeer.DialBack}; {@code reach} whether it wants {@link FromSuperPeer.Reach} and {@link
     * FromSuperPeer.Opened}, {@code accounts} whether it answers {@link FromSuperPeer.Inclusion} and {@link FromSuperPeer.Statement},
     * {@code reputation} whether it answers {@link FromSuperPeer.Reputation}: servers of before close upon these.
     */
    record Welcome(
            long ref,
            long time,
            String seenAs,
            List<String> stun,
            Balance balance,
            Optional<Boolean> dialBack,
            Optional<Boolean> reach,
            Optional<Boolean> accounts,
            Optional<Boolean> reputation)
            implements ToSuperPeer {
        /** The most STUN servers that a side is told. */
        public static final int MAX_STUN = 4;

        public Welcome {
            Bounds.ref(ref);
            Check.range("time", time, 0, Long.MAX_VALUE);
            Check.text("seenAs", seenAs, 64);
            stun = Check.list("stun", stun, MAX_STUN);
            stun.forEach(url -> Check.text("stun", url, 256));
            Check.present("balance", balance);
        }
    }

    /**
     * Credits of this super-peer by the network's ledger, in microcredits; {@code allBy}, in ms since 1970, is when all that is pending
     * will be available, unless it is taken back; {@code sharesAddress} is true while another super-peer of its address was there
     * first and is paid instead of it.
     */
    record Balance(long pending, long available, Optional<Long> allBy, Optional<Boolean> sharesAddress) {
        /** Of one that is paid, without the time. */
        public Balance(long pending, long available) {
            this(pending, available, Optional.empty(), Optional.empty());
        }

        /** The same credits of one that earns no more for now. */
        public Balance whileAnotherIsPaid() {
            return new Balance(pending, available, allBy, Optional.of(true));
        }

        public Balance {
            Check.range("pending", pending, 0, Long.MAX_VALUE);
            Check.range("available", available, 0, Long.MAX_VALUE);
            allBy.ifPresent(at -> Check.range("allBy", at, 0, Long.MAX_VALUE));
        }
    }

    /** Keep these; the list adds to what was assigned before and replaces entries of the same site. */
    record Assign(List<Assigned> sites) implements ToSuperPeer {
        public Assign {
            sites = Check.list("sites", sites, Bounds.MAX_SITES);
        }
    }

    /**
     * {@code buckets} are indexes below 2^bucketBits of the site's manifest; {@code price} as in {@link Price}.
     *
     * @param holders of each bucket, in their order: how many other super-peers keep it whole now; absent where that is not
     *     known
     */
    record Assigned(
            KeyId site,
            String origin,
            long sequence,
            List<Integer> buckets,
            long price,
            Optional<List<Integer>> holders) {
        public static final int MAX_HOLDERS = 99;

        public Assigned {
            Check.present("site", site);
            Check.text("origin", origin, 512);
            Check.range("sequence", sequence, 1, 1L << 53);
            buckets = Check.list("buckets", buckets, 4096);
            buckets.forEach(bucket -> Check.range("bucket", bucket, 0, 65_535));
            Check.range("price", price, 0, Price.MAX);
            holders = holders.map(counts -> Check.list("holders", counts, 4096));
            holders.ifPresent(counts -> counts.forEach(count -> Check.range("holders", count, 0, MAX_HOLDERS)));
            Check.that(
                    holders.isEmpty() || holders.get().size() == buckets.size(),
                    "holders are not those of the buckets");
        }
    }

    record Unassign(List<KeyId> sites) implements ToSuperPeer {
        public Unassign {
            sites = Check.list("sites", sites, Bounds.MAX_SITES);
        }
    }

    /**
     * A visitor's offer; {@code ticket} says who, for which site, and binds both fingerprints.
     *
     * @param turn a relay for this link alone; absent where the operator has none
     * @param sameNetwork true where the visitor's connection comes from the same address as the super-peer's, so that both may be
     *     behind one router
     */
    record Offer(String link, String sdp, String ticket, Optional<TurnCredentials> turn, Optional<Boolean> sameNetwork)
            implements ToSuperPeer {
        public Offer {
            Bounds.link(link);
            Bounds.sdp(sdp);
            Bounds.ticket(ticket);
        }
    }

    /** Answer to settle. {@code accepted} are ticket ids whose posted total now equals the receipt. */
    record Settled(long ref, List<String> accepted, List<RefusedReceipt> refused, Balance balance)
            implements ToSuperPeer {
        public Settled {
            Bounds.ref(ref);
            accepted = Check.list("accepted", accepted, Bounds.MAX_RECEIPTS);
            accepted.forEach(id -> Check.text("accepted", id, Ticket.MAX_ID_CHARS));
            refused = Check.list("refused", refused, Bounds.MAX_RECEIPTS);
            Check.present("balance", balance);
        }
    }

    record RefusedReceipt(String ticket, ReceiptRefusal why) {
        public RefusedReceipt {
            Check.text("ticket", ticket, Ticket.MAX_ID_CHARS);
            Check.present("why", why);
        }
    }

    /** The transfer {@code id} is posted, now or before. */
    record Transferred(long ref, String id, Balance balance) implements ToSuperPeer {
        public Transferred {
            Bounds.ref(ref);
            Check.text("id", id, Ticket.MAX_ID_CHARS);
            Check.present("balance", balance);
        }
    }

    /** After the welcome and every hour: {@code checkpoint} is a JWS of kind CHECKPOINT over a {@link Checkpoint}. */
    record CheckpointNews(String checkpoint) implements ToSuperPeer {
        public CheckpointNews {
            Check.text("checkpoint", checkpoint, Checkpoint.MAX_JWS_CHARS);
        }
    }

    /** Answer to {@link FromSuperPeer.Consistency}. */
    record Consistent(long ref, ConsistencyProof proof) implements ToSuperPeer {
        public Consistent {
            Bounds.ref(ref);
            Check.present("proof", proof);
        }
    }

    /** Answer to {@link FromSuperPeer.Inclusion}: in the order of the ledger; fewer than {@link #MOST} are the last ones. */
    record Included(long ref, long size, List<ProvenEntry> entries) implements ToSuperPeer {
        /** What fits into a message: a proof in a ledger of 2^40 entries has 2.7 kB. */
        public static final int MOST = 16;

        public Included {
            Bounds.ref(ref);
            Check.range("size", size, 1, 1L << 53);
            entries = Check.list("entries", entries, MOST);
        }
    }

    /** Answer to {@link FromSuperPeer.Statement}; fewer than {@link #MOST} are the last ones. */
    record Stated(long ref, List<Paid> sites) implements ToSuperPeer {
        /** What fits into a message. */
        public static final int MOST = 256;

        public Stated {
            Bounds.ref(ref);
            sites = Check.list("sites", sites, MOST);
        }
    }

    /**
     * What was posted for a super-peer for all tickets of {@code site}: so many of the bytes of their receipts, and what they earned. What
     * was taken back later is still in it.
     */
    record Paid(KeyId site, long bytes, long microcredits) {
        public Paid {
            Check.present("site", site);
            Check.range("bytes", bytes, 0, Long.MAX_VALUE);
            Check.range("microcredits", microcredits, 0, Long.MAX_VALUE);
        }
    }

    /** {@code order} is a JWS of kind PURGE over a {@link PurgeOrder}, by the network's key or the site's. */
    record Purge(String order) implements ToSuperPeer {
        public Purge {
            Check.text("order", order, SignalingCodec.MAX_BYTES);
        }
    }

    /**
     * Answer to {@code reach}: so many browsers were paired with super-peers of that reachability, and so many of them connected, as far
     * as the server has counted; all of it in the last 90 days.
     */
    record Reached(long ref, long paired, long connected) implements ToSuperPeer {
        public Reached {
            Bounds.ref(ref);
            Check.range("paired", paired, 0, 1L << 53);
            Check.range("connected", connected, 0, paired);
        }
    }

    /**
     * Answer to {@link FromSuperPeer.Reputation}: the network's own word, which decides how many visitors it sends.
     *
     * @param score 0 to 100, the sum of {@code points} unless it is demoted, when it is 0
     * @param until when a demotion ends, in ms since 1970; absent otherwise
     * @param probation how far it is through its probation; absent otherwise
     */
    record Reputed(
            long ref,
            Standing standing,
            int score,
            Facts facts,
            Points points,
            Optional<Long> until,
            Optional<Probation> probation)
            implements ToSuperPeer {
        public Reputed {
            Bounds.ref(ref);
            Check.present("standing", standing);
            Check.range("score", score, 0, Points.ALL);
            Check.present("facts", facts);
            Check.present("points", points);
            until.ifPresent(at -> Check.range("until", at, 0, Long.MAX_VALUE));
            Check.that((standing == Standing.DEMOTED) == until.isPresent(), "only a demotion has an end");
            Check.that((standing == Standing.PROBATION) == probation.isPresent(), "only a probation is on its way");
        }
    }

    /** How a super-peer is treated when visitors are looked after. */
    enum Standing {
        /** New, or back after a demotion: it gets a bounded share of the visitors that others could serve as well. */
        @JsonProperty("probation")
        PROBATION,
        @JsonProperty("good")
        GOOD,
        /** Visitors of several networks got wrong pieces: it is chosen only where there is no other. */
        @JsonProperty("demoted")
        DEMOTED
    }

    /**
     * What was counted of a super-peer in the last 90 days: {@code bytes} of posted receipts, on so many {@code days}, on the best of
     * them from visitors in so many {@code prefixes} (/24 or /56); links that it was {@code asked} for, that {@code connected}, that it
     * {@code declined}, that {@code failed} after its answer; reports of {@code wrong} pieces that counted; and the mean time from an offer
     * to its answer, where it ever answered.
     */
    record Facts(
            long bytes,
            int days,
            int prefixes,
            long asked,
            long connected,
            long declined,
            long failed,
            long wrong,
            Optional<Integer> answerMs) {
        private static final long MOST = 1L << 53;

        public Facts {
            Check.range("bytes", bytes, 0, MOST);
            Check.range("days", days, 0, 366);
            Check.range("prefixes", prefixes, 0, Integer.MAX_VALUE);
            Check.range("asked", asked, 0, MOST);
            Check.range("connected", connected, 0, MOST);
            Check.range("declined", declined, 0, MOST);
            Check.range("failed", failed, 0, MOST);
            Check.range("wrong", wrong, 0, MOST);
            answerMs.ifPresent(ms -> Check.range("answerMs", ms, 0, 600_000));
        }
    }

    /** The parts of a score, each from 0 to its own most: 40, 30, 10, 10 and 10. */
    record Points(int served, int connected, int accepted, int answers, int days) {
        public static final int SERVED = 40;
        public static final int CONNECTED = 30;
        public static final int ACCEPTED = 10;
        public static final int ANSWERS = 10;
        public static final int DAYS = 10;
        /** All of them together. */
        public static final int ALL = SERVED + CONNECTED + ACCEPTED + ANSWERS + DAYS;

        public Points {
            Check.range("served", served, 0, SERVED);
            Check.range("connected", connected, 0, CONNECTED);
            Check.range("accepted", accepted, 0, ACCEPTED);
            Check.range("answers", answers, 0, ANSWERS);
            Check.range("days", days, 0, DAYS);
        }

        public int sum() {
            return served + connected + accepted + answers + days;
        }
    }

    /**
     * A probation ends with {@code ofBytes} of posted receipts and visitors of {@code ofPrefixes} on one day, or with receipts on {@code
     * ofDays} days, whichever comes first.
     */
    record Probation(long bytes, long ofBytes, int prefixes, int ofPrefixes, int days, int ofDays) {
        public Probation {
            Check.range("bytes", bytes, 0, 1L << 53);
            Check.range("ofBytes", ofBytes, 1, 1L << 53);
            Check.range("prefixes", prefixes, 0, Integer.MAX_VALUE);
            Check.range("ofPrefixes", ofPrefixes, 1, Integer.MAX_VALUE);
            Check.range("days", days, 0, 366);
            Check.range("ofDays", ofDays, 1, 366);
        }
    }
}
