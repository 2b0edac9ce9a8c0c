package org.deploynet.signaling.peers;

import org.deploynet.protocol.signaling.ToSuperPeer;

/** The way to a connected super-peer. Safe from any thread; never blocks. */
public interface SuperPeerLine {
    void send(ToSuperPeer message);

    void close(String why);
}
