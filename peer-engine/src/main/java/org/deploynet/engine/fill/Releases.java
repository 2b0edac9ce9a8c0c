package org.deploynet.engine.fill;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;

/**
 * When what no manifest names of a site any more goes: kept in the state, so that a computer which is switched off every night
 * lets go of it, too. Safe from any thread; each change is durable when its call returns.
 */
final class Releases {
    /** So that a visitor who has the old manifest, or a server that changes its mind, still finds what was kept. */
    static final Duration AFTER = Duration.ofHours(24);

    private static final String PREFIX = "release/";

    private final StateStore state;
    private final InstantSource clock;

    /** @param clock the server's time */
    Releases(StateStore state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** When it is due; it begins to count now if it does not yet. */
    Instant due(KeyId site) {
        return state.note(PREFIX + site.hex()).flatMap(Releases::read).orElseGet(() -> beginAgain(site));
    }

    /** Something changed: the whole time from now on. */
    Instant beginAgain(KeyId site) {
        Instant due = clock.instant().plus(AFTER);
        state.keepNotes(Map.of(PREFIX + site.hex(), due.toString()));
        return due;
    }

    /** Nothing is kept of the site any more. */
    void done(KeyId site) {
        state.dropNote(PREFIX + site.hex());
    }

    /** The sites whose time is over. */
    List<KeyId> due() {
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
