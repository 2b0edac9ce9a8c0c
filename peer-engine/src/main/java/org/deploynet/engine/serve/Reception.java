package org.deploynet.engine.serve;

import java.util.List;
import org.deploynet.engine.link.PeerLink;

/** Who gets in and how many at once; gives each open link its loop. Safe from any thread. */
public interface Reception extends AutoCloseable {
    /** Checks a visitor's offer and keeps a place for it. */
    Entry admit(String link, String ticketJws, String offerSdp);

    /** The admitted link is open: serves it until it ends. Returns at once. */
    void serve(PeerLink link);

    /** The admitted link never opened. */
    void abandon(String link);

    /** Takes no further links and wants, says {@code bye paused} to all; until {@link #resume}. */
    void pause();

    void resume();

    /** Takes no further links and wants; what is open is finished, then {@code bye drain}. */
    void drain();

    void setMaxLinks(int links);

    /** How many further links would be admitted now. */
    int room();

    List<LinkView> links();

    ServeMeters meters();

    @Override
    void close();
}
