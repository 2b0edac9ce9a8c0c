package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
    private static final KeyId SITE = new KeyId("%040x".formatted(7));
    private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");

    @TempDir
    Path folder;

    private static Releases at(StateStore state, Duration later) {
        return new Releases(state, InstantSource.fixed(NOW.plus(later)));
    }

    @Test
    void whatWasNotedFirstCountsAlsoForALaterRun() throws IOException {
        try (StateStore state = StateStore.open(folder)) {
            assertEquals(NOW.plus(Releases.AFTER), at(state, Duration.ZERO).due(SITE));
        }
        try (StateStore state = StateStore.open(folder)) {
            assertEquals(
                    NOW.plus(Releases.AFTER), at(state, Duration.ofHours(9)).due(SITE));
            assertEquals(List.of(), at(state, Duration.ofHours(9)).due());
            assertEquals(List.of(SITE), at(state, Duration.ofHours(24)).due());
            at(state, Duration.ofHours(24)).done(SITE);
            assertEquals(List.of(), at(state, Duration.ofHours(24)).due());
        }
    }

    @Test
    void aNoteThatIsNoTimeBeginsAnew() throws IOException {
        try (StateStore state = StateStore.open(folder)) {
            state.keepNotes(Map.of("release/" + SITE.hex(), "tomorrow"));
            assertEquals(NOW.plus(Releases.AFTER), at(state, Duration.ZERO).due(SITE));
            assertEquals(List.of(), at(state, Duration.ZERO).due());
        }
    }

    @Test
    void aStateThatTakesNothingIsNoReasonNotToServe() throws IOException {
        StateStore state = StateStore.open(folder);
        state.close();
        assertEquals(NOW.plus(Releases.AFTER), at(state, Duration.ZERO).due(SITE));
        at(state, Duration.ZERO).done(SITE);
    }
}
