package org.deploynet.control;

import java.io.IOException;
import java.util.List;

/** What any face can ask and tell of the browsers connected; the rules are those of {@link PeerControl}. */
public interface ConnectionControl {
    /** Those served now, the longest connected first. */
    List<BrowserConnection> connections() throws IOException;

    /** Sends one away, which then asks its origin; refused if there is none of that id any more. */
    void disconnect(String id) throws IOException;
}
