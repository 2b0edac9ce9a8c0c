package org.deploynet.control.identity;

import java.io.IOException;

/** What any face can tell a super-peer about its key; the rules are those of {@code PeerControl}. */
public interface IdentityControl {
    /** Moves the key there; returns once it is there and nowhere else. The identity stays the same. */
    void keepKeyIn(KeyPlace place) throws IOException;
}
