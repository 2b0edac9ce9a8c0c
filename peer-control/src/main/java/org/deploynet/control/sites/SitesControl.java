package org.deploynet.control.sites;

import java.io.IOException;

/** What any face can ask and tell of single sites, each by its key's id; the rules are those of {@code PeerControl}. */
public interface SitesControl {
    SitesReport sites() throws IOException;

    /**
     * Serves and fetches nothing of the site from now on, also by links that are open, and tells the network so; survives restarts.
     *
     * @param keep whether what is kept of it stays; else it is deleted
     */
    Removal block(String site, boolean keep) throws IOException;

    /** Undoes {@link #block}; of a site that is not blocked, says that it is served whatever a denylist says. Survives restarts. */
    void allow(String site) throws IOException;

    /** Deletes what is kept of the site now. While the network assigns it, it is fetched again. */
    Removal purge(String site) throws IOException;

    /** Whether visits that pay nothing are served. Takes effect at once and is kept in the settings. */
    void serveUnpaid(boolean on) throws IOException;
}
