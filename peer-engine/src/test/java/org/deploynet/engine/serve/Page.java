package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Ticket;

/**
 * The visitor's end of one link: asks for objects, checks pieces, counts them and signs receipts. What it says and wants comes
 * through {@link Events}, at once or when its {@link Pages} are let run. For one thread.
 */
interface Page {
    /** What a page says of its own accord. */
    interface Events {
        void say(byte[] control);

        /** Asks for a further ticket; {@code receipt} is the latest of the current one. */
        void renew(Optional<String> receipt);

        /** The object is here, or comes from somewhere else. */
        void done(int job);

        /** The page closed the link. */
        void closed(String why);
    }

    /** What a page counted under one ticket. */
    record Count(long pieces, long bytes) {}

    void control(byte[] utf8);

    void data(ByteBuffer frame);

    void fetch(int job, ObjectId object, long size);

    /** Another source was quicker. */
    void giveUp(int job);

    void renewed(Optional<Renewal> renewal);

    record Renewal(String jws, Ticket ticket) {}

    /** Signs for everything it counted. */
    void settle();

    /** The connection is gone. */
    void lost();

    /** By ticket, after everything it got. */
    Map<String, Count> counts();
}
