package org.deploynet.engine.cache;

import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;

/**
 * When what no manifest names of a site any more goes: kept in the state, so that a computer which is switched off every night
 * lets go of it, too. Safe from any thread; each change is durable when its call returns, unless the disk takes none.
 */
public final class Releases {
    /** So that a visitor who has the old manifest, or a server that changes its mind, still finds what was kept. */
    public static final Duration AFTER = Duration.ofHours(24);

    private static final System.Logger LOG = System.getLogger(Releases.class.getName());
    private static final String PREFIX = "release/";

    private final StateStore state;
    private final InstantSource clock;

    /** @param clock the server's time */
    Releases(StateStore state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** When it is due; it begins to count now if it does not yet. */
    public Instant due(KeyId site) {
        return noted(site).orElseGet(() -> beginAgain(site));
    }

    private Optional<Instant> noted(KeyId site) {
        try {
            return state.note(PREFIX + site.hex()).flatMap(Releases::read);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "when a site's old files go cannot be read", e);
            return Optional.empty();
        }
    }

    /** Something changed: the whole time from now on. */
    public Instant beginAgain(KeyId site) {
        Instant due = clock.instant().plus(AFTER);
        unlessRefused(() -> state.keepNotes(Map.of(PREFIX + site.hex(), due.toString())));
        return due;
    }

    /** Nothing is kept of the site any more. */
    public void done(KeyId site) {
        unlessRefused(() -> state.dropNote(PREFIX + site.hex()));
    }

    // A disk that takes no note is no reason not to serve the site: then the day counts from the next start, as it
    // must.
    private static void unlessRefused(Runnable noting) {
        try {
            noting.run();
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "when a site's old files go is not kept", e);
        }
    }

    /** All of which something may be kept. */
    public List<KeyId> sites() {
        return state.notes(PREFIX).keySet().stream()
                .map(name -> new KeyId(name.substring(PREFIX.length())))
                .toList();
    }

    /** The sites whose time is over. */
    public List<KeyId> due() {
        Instant now = clock.instant();
        return state.notes(PREFIX).entrySet().stream()
                .filter(note -> read(note.getValue()).filter(now::isBefore).isEmpty())
                .map(note -> new KeyId(note.getKey().substring(PREFIX.length())))
                .toList();
    }

    private static Optional<Instant> read(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
