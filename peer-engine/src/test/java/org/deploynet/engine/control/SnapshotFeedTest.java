package org.deploynet.engine.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.control.EngineSnapshot;
import org.junit.jupiter.api.Test;

class SnapshotFeedTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void aTrayIsToldOnlyWhatIsNew() {
        var engine = new PaperEngine();
        EngineSnapshot first = engine.snapshot(NOON, 0, 1);
        EngineSnapshot sameLater = engine.snapshot(NOON.plusSeconds(10), 0, 2);
        EngineSnapshot oneBrowser = engine.snapshot(NOON.plusSeconds(20), 1, 2);
        EngineSnapshot nobodyAgain = engine.snapshot(NOON.plusSeconds(30), 0, 2);
        var told = new ArrayList<EngineSnapshot>();
        var feed = SnapshotFeed.onlyNews(told::add);

        List.of(first, sameLater, oneBrowser, nobodyAgain).forEach(feed);

        assertEquals(List.of(first, oneBrowser, nobodyAgain), told);
    }
}
