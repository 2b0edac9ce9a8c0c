package org.deploynet.control.sites;

import java.io.IOException;
import java.util.Optional;

/** What any face can tell of denylists; which there are is in {@link SitesReport}. The rules are those of {@code PeerControl}. */
public interface DenylistControl {
    /**
     * Subscribes to the list at {@code address}, {@code https://…} or {@code file:///…}. What it names is not served, not fetched and removed from
     * then on; the key that signed it is the one that counts for it.
     *
     * @param key the id that this key must have, where it is known from elsewhere
     */
    DenylistReport addDenylist(String address, Optional<String> key) throws IOException;

    void removeDenylist(String address) throws IOException;

    /** Asks for all of them now; each is asked for once a day anyway. */
    void refreshDenylists() throws IOException;
}
