package org.deploynet.control.sharing;

import java.io.IOException;

/** What any face can ask and tell of the owner's rules; those of {@link org.deploynet.control.PeerControl} hold for it. */
public interface SharingControl {
    /** The rules and what they say at this moment. */
    SharingReport sharing() throws IOException;

    /** Takes effect at once and is kept in the settings. */
    void rules(RulesChange change) throws IOException;
}
