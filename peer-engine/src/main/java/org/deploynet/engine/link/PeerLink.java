package org.deploynet.engine.link;

import java.nio.ByteBuffer;
import org.deploynet.control.LinkPath;
import org.deploynet.protocol.link.LinkMessage;

/**
 * An open link to one visitor: an ordered stream of control messages both ways and one of data frames to the visitor. What
 * road it takes is not visible here, save whether somebody passes its packets on. Safe from any thread.
 */
public interface PeerLink {
    /** The name the signaling server gave it. */
    String id();

    /** Where what the visitor sent waits. */
    LinkInbox inbox();

    /** False if the link is closed; then nothing more will be sent. */
    boolean sendControl(LinkMessage message);

    /** Sends what is between position and limit of a direct buffer, which may be used again at once. False if closed. */
    boolean sendData(ByteBuffer frame);

    /** Bytes of data frames that were accepted and are not on the line yet. May take a fraction of a millisecond. */
    long bufferedBytes();

    /** What a data frame of {@code frameBytes} takes on the line, with the headers of everything below. */
    int wireBytes(int frameBytes);

    /** Which way its packets took when that was last looked at. Returns at once. */
    LinkPath path();

    /** Says {@code bye} and closes; returns at once. The inbox then ends. Further calls do nothing. */
    void close(LinkMessage.Bye.Why why);

    /** As {@link #close(LinkMessage.Bye.Why)} without a word. */
    void close();

    boolean isOpen();
}
