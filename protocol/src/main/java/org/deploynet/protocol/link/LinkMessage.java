package org.deploynet.protocol.link;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Ticket;

/** A message on the control channel of a link between a browser and a super-peer (docs/protocol.md §3). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LinkMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = LinkMessage.Get.class, name = "get"),
    @JsonSubTypes.Type(value = LinkMessage.Refuse.class, name = "refuse"),
    @JsonSubTypes.Type(value = LinkMessage.End.class, name = "end"),
    @JsonSubTypes.Type(value = LinkMessage.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = LinkMessage.Ping.class, name = "ping"),
    @JsonSubTypes.Type(value = LinkMessage.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = LinkMessage.NewTicket.class, name = "ticket"),
    @JsonSubTypes.Type(value = LinkMessage.NewReceipt.class, name = "receipt"),
    @JsonSubTypes.Type(value = LinkMessage.Bye.class, name = "bye")
})
public sealed interface LinkMessage {
    int VERSION = 1;
    int MAX_OPEN_WANTS = 32;
    int MOST_URGENT = 0;
    int MAX_PRIORITY = 2;
    int PONGS = 3;
    long MAX_REQUEST = 0xffff_ffffL;

    /** Both sides, within 10 s of opening. {@code maxMessage} and {@code window} in bytes. */
    record Hello(List<Integer> versions, int maxMessage, int window) implements LinkMessage {
        public Hello {
            versions = Check.list("versions", versions, 16);
            Check.range("maxMessage", maxMessage, 16 * 1024, 256 * 1024);
            Check.range("window", window, 64 * 1024, 16 * 1024 * 1024);
        }
    }

    /** From the browser. */
    record Get(List<Want> wants) implements LinkMessage {
        public Get {
            wants = Check.list("wants", wants, MAX_OPEN_WANTS);
        }
    }

    /**
     * {@code count} pieces of {@code object} from piece {@code first} on; with {@code layer} its piece layer comes before
     * them. {@code count} may be 0 when only the layer is wanted. Priority {@link #MOST_URGENT} comes first.
     */
    record Want(
            long request,
            ObjectId object,
            int first,
            int count,
            Optional<Boolean> layer,
            int priority,
            int deadlineMs) {
        public Want {
            checkRequest(request);
            Check.present("object", object);
            Check.range("first", first, 0, Pieces.count(Pieces.MAX_OBJECT_BYTES) - 1);
            Check.range("count", count, 0, Pieces.count(Pieces.MAX_OBJECT_BYTES) - first);
            Check.range("priority", priority, MOST_URGENT, MAX_PRIORITY);
            Check.range("deadlineMs", deadlineMs, 0, 600_000);
            Check.that(count > 0 || layer.orElse(false), "a want asks for nothing");
        }

        public boolean wantsLayer() {
            return layer.orElse(false);
        }
    }

    /** From the super-peer: nothing more will come for {@code request}. */
    record Refuse(long request, Reason why, int retryAfterMs) implements LinkMessage {
        public Refuse {
            checkRequest(request);
            Check.present("why", why);
            Check.range("retryAfterMs", retryAfterMs, 0, 600_000);
        }

        /** Why a want is not answered. */
        public enum Reason {
            /** Not kept here. */
            @JsonProperty("absent")
            ABSENT,
            /** Room for fewer transfers than are asked; another source is faster. */
            @JsonProperty("busy")
            BUSY,
            /** No valid ticket covers it, or a receipt is due first. */
            @JsonProperty("ticket")
            TICKET,
            /** The owner does not serve this site. */
            @JsonProperty("blocked")
            BLOCKED,
            /** Withdrawn by its publisher or by the network. */
            @JsonProperty("gone")
            GONE
        }
    }

    /** From the super-peer: all {@code pieces} pieces of {@code request} have been sent. */
    record End(long request, int pieces) implements LinkMessage {
        public End {
            checkRequest(request);
            Check.range("pieces", pieces, 0, Pieces.count(Pieces.MAX_OBJECT_BYTES));
        }
    }

    /** From the browser: what is not yet on its way is not needed any more. */
    record Cancel(long request) implements LinkMessage {
        public Cancel {
            checkRequest(request);
        }
    }

    /** From the browser: bytes that are owed do not come. */
    record Ping() implements LinkMessage {}

    /**
     * From the super-peer, {@link #PONGS} times for a ping. SCTP sends a lost packet again at once when three later ones were
     * acknowledged (RFC 9260, 7.2.4), else only after a timeout of 400 ms and more; at the tail of what was sent nothing is later.
     */
    record Pong() implements LinkMessage {}

    /** From the browser: a renewed ticket; wants that follow are counted on it. */
    record NewTicket(String jws) implements LinkMessage {
        public NewTicket {
            Check.text("jws", jws, Ticket.MAX_JWS_CHARS);
        }
    }

    /** From the browser. */
    record NewReceipt(String jws) implements LinkMessage {
        public NewReceipt {
            Check.text("jws", jws, Ticket.MAX_JWS_CHARS);
        }
    }

    /** Both sides: the link is about to close. */
    record Bye(Why why) implements LinkMessage {
        public Bye {
            Check.present("why", why);
        }

        /** Why a link ends. */
        public enum Why {
            @JsonProperty("drain")
            DRAIN,
            @JsonProperty("paused")
            PAUSED,
            @JsonProperty("limit")
            LIMIT,
            @JsonProperty("idle")
            IDLE,
            @JsonProperty("protocol")
            PROTOCOL,
            @JsonProperty("unpaid")
            UNPAID,
            @JsonProperty("flooded")
            FLOODED
        }
    }

    private static void checkRequest(long request) {
        Check.range("request", request, 0, MAX_REQUEST);
    }
}
