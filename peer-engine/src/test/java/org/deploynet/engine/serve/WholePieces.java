package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.deploynet.engine.serve.Page.Count;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/**
 * What a page has to count, seen from the line alone: pieces that reached it whole, each (object, piece) once per ticket, on
 * the ticket that was current when it was asked. A page may count those that were under way when it cancelled, or not.
 */
final class WholePieces {
    private final Map<Long, Asked> wants = new HashMap<>();
    private final Map<String, Bounds> byTicket = new HashMap<>();
    private Bounds current = new Bounds();

    private static final class Asked {
        private final LinkMessage.Want want;
        private final Bounds bounds;
        private boolean cancelled;

        private Asked(LinkMessage.Want want, Bounds bounds) {
            this.want = want;
            this.bounds = bounds;
        }
    }

    /** The least and the most that may be counted under one ticket. */
    private static final class Bounds {
        private final Set<String> least = new HashSet<>();
        private final Set<String> most = new HashSet<>();
        private long leastBytes;
        private long mostBytes;
    }

    WholePieces(String firstTicket) {
        byTicket.put(firstTicket, current);
    }

    /** The page said something; a ticket is named by {@code ticketOf} its JWS. */
    void said(byte[] utf8, java.util.function.Function<String, String> ticketOf) throws ProtocolException {
        switch (LinkCodec.decode(utf8)) {
            case LinkMessage.Get get ->
                get.wants().forEach(want -> wants.put(want.request(), new Asked(want, current)));
            case LinkMessage.Cancel cancel -> {
                Asked asked = wants.get(cancel.request());
                if (asked != null) {
                    asked.cancelled = true;
                }
            }
            case LinkMessage.NewTicket renewed -> {
                current = new Bounds();
                byTicket.put(ticketOf.apply(renewed.jws()), current);
            }
            default -> {}
        }
    }

    /** A data frame reached the page. */
    void reached(ByteBuffer frame) throws ProtocolException {
        ByteBuffer copy = frame.duplicate();
        DataFrame header = DataFrame.takeFrom(copy);
        Asked asked = wants.get(header.request());
        if (asked == null || header.kind() == DataFrame.Kind.LAYER) {
            return;
        }
        if (header.last()) {
            long length = header.offset() + copy.remaining();
            String key = asked.want.object() + ":" + header.piece();
            if (!asked.cancelled && asked.bounds.least.add(key)) {
                asked.bounds.leastBytes += length;
            }
            if (asked.bounds.most.add(key)) {
                asked.bounds.mostBytes += length;
            }
        }
    }

    /** Fails unless the page counted what it had to. */
    void check(String what, Map<String, Count> counts) {
        byTicket.forEach((id, bounds) -> {
            Count count = counts.getOrDefault(id, new Count(0, 0));
            boolean right = count.pieces() >= bounds.least.size()
                    && count.pieces() <= bounds.most.size()
                    && count.bytes() >= bounds.leastBytes
                    && count.bytes() <= bounds.mostBytes;
            if (!right) {
                throw new AssertionError(what + ", ticket " + id + ": the page counted " + count + ", the line had "
                        + bounds.least.size() + " to " + bounds.most.size() + " pieces with " + bounds.leastBytes
                        + " to " + bounds.mostBytes + " bytes");
            }
        });
    }
}
