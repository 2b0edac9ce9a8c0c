package org.deploynet.signaling.links;

import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;

/** The way to a connected visitor. Safe from any thread; never blocks. */
public interface VisitorLine {
    void send(ToVisitor message);

    /** Says why, and closes. */
    void refuse(Refused why);
}
