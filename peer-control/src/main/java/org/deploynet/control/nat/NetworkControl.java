package org.deploynet.control.nat;

import java.io.IOException;

/** What any face can ask of how browsers reach this machine; the rules are those of {@code PeerControl}. */
public interface NetworkControl {
    NetworkReport network() throws IOException;

    /** By which ports the world is to come in; kept in the settings. */
    void ports(PortChoice choice) throws IOException;

    /** Whether browsers on this machine's own local network are served over it; kept in the settings. */
    void ownNetwork(boolean served) throws IOException;

    /** Begins a test, unless one runs; the report says when it has ended. */
    void testNetwork() throws IOException;
}
