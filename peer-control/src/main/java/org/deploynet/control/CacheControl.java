package org.deploynet.control;

import java.io.IOException;
import java.util.Optional;

/** What any face can ask and tell of the disk cache; the rules are those of {@link PeerControl}. */
public interface CacheControl {
    /** The disk cache, closer than the snapshot shows it. */
    CacheReport cache() throws IOException;

    /** Takes effect at once and is kept in the settings; what is empty stays as it is. Bytes. */
    void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) throws IOException;

    /** Takes effect at once and is kept in the settings. */
    void evictBy(EvictionPolicy policy) throws IOException;

    /** Whether nothing of {@code site} (its key's id) is evicted; survives restarts. */
    void pin(String site, boolean on) throws IOException;

    /** The most of the quota that {@code site} may take, 1 to 100; empty is no bound of its own. Survives restarts. */
    void capShare(String site, Optional<Integer> percent) throws IOException;

    /** With true, reads and checks the whole cache now; with false, a check that was asked for takes its time from now on. */
    void scrub(boolean now) throws IOException;

    /** Begins to move the cache into the folder {@code to}, an absolute path; the report says how far it is. */
    void moveCache(String to) throws IOException;

    /** Ends a move; the cache stays where it was. */
    void cancelMove() throws IOException;
}
