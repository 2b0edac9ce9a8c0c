package org.deploynet.signaling.links;

import org.deploynet.protocol.signaling.ToVisitor;

/** The way to a connected visitor. Safe from any thread; never blocks. */
@FunctionalInterface
public interface VisitorLine {
    void send(ToVisitor message);
}
