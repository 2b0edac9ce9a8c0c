package org.deploynet.engine.serve;

import java.util.Random;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.signaling.ledger.TicketOffice;

/** Tickets of random sizes and prices, small enough that visits need several. For one thread. */
record TicketRequests(Random random, KeyId site, KeyId peer, PublicKeyJwk session) {
    private static final long KIB = 1024;
    /** Room for the largest object, so that a renewal always helps. */
    private static final long LARGEST_OBJECT = 2_000 * KIB;

    private static final long[] BYTES = {300 * KIB, 600 * KIB, 2_000 * KIB, 16 * 1024 * KIB};
    private static final long[] PRICES = {Price.DEFAULT, Price.DEFAULT, 777_777, 123, 0};

    TicketOffice.Request first(String link) {
        return new TicketOffice.Request(
                link, site, peer, ServeLab.PEER_PRINT, ServeLab.VISITOR_PRINT, session, oneOf(BYTES), oneOf(PRICES));
    }

    TicketOffice.Request renewal(Ticket first) {
        return new TicketOffice.Request(
                first.link(),
                first.site(),
                first.peer(),
                first.peerFingerprint(),
                first.visitorFingerprint(),
                first.sessionKey(),
                oneOf(BYTES) + LARGEST_OBJECT,
                first.price());
    }

    private long oneOf(long[] values) {
        return values[random.nextInt(values.length)];
    }
}
