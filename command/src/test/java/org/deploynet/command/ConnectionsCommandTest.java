package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.LinkPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploynet connections …} over a control socket whose engine serves three browsers. */
final class ConnectionsCommandTest {
    private static final String NOT_KEPT = "a7".repeat(20);
    private static final List<BrowserConnection> THREE = List.of(
            connection(
                    "8d1f22aa", Samples.SHOP, "2026-11-21T08:58:30Z", 34_100_000, 1_200_000, 3, false, LinkPath.DIRECT),
            connection("8d1f27bb", Samples.SHOP, "2026-11-21T09:55:00Z", 900, 0, 0, true, LinkPath.RELAYED),
            connection("c0ffee00", NOT_KEPT, "2026-11-21T09:59:30Z", 0, 0, 12, false, LinkPath.UNKNOWN));

    @TempDir
    private Path data;

    private static BrowserConnection connection(
            String id, String site, String since, long bytes, long rate, int wants, boolean owes, LinkPath path) {
        return new BrowserConnection(id, site, Instant.parse(since), bytes, rate, wants, owes, path);
    }

    private static BrowserConnection named(String id) {
        return connection(id, Samples.SHOP, "2026-11-21T09:00:00Z", 0, 0, 0, false, LinkPath.UNKNOWN);
    }

    private CannedEngine engine() throws Exception {
        return CannedEngine.start(data)
                .answering("connections", THREE)
                .answering("snapshot", Samples.snapshot())
                .answering("disconnect", Map.of());
    }

    @Test
    void showsEachBrowserOnALineWithAnIdThatTellsItFromTheOthers() throws Exception {
        try (var _ = engine()) {
            Said said = Said.of(data, "connections");

            assertEquals(0, said.code(), said.err());
            assertEquals(
                    List.of(
                            "ID      SITE               SINCE                    RATE     SENT  REQUESTS  PATH     RECEIPT",
                            "8d1f22  shop.example:8443  8:58 AM (1 h 1 min)  1.2 MB/s  34.1 MB         3  direct   –",
                            "8d1f27  shop.example:8443  9:55 AM (5 min)         0 B/s    900 B         0  relayed  owed",
                            "c0ffee  a7a7a7a7a7a7       9:59 AM (30 s)          0 B/s      0 B        12  –        –"),
                    said.lines().stream()
                            .map(line -> line.replace('\u202f', ' '))
                            .toList());
        }
    }

    @Test
    void asJsonTheyAreWhatTheEngineSaid() throws Exception {
        try (var _ = engine()) {
            assertEquals(THREE, List.of(Said.of(data, "connections", "--json").json(BrowserConnection[].class)));
        }
    }

    @Test
    void saysWhereThereIsNone() throws Exception {
        try (var engine = engine()) {
            engine.answering("connections", List.of());

            assertEquals(
                    "No browser is connected.\n", Said.of(data, "connections").out());
        }
    }

    @Test
    void watchesUntilTheEngineGoes() throws Exception {
        try (var engine = engine()) {
            engine.goingAfter("snapshot");
            Said said = Said.of(data, "connections", "--watch");

            assertEquals(1, said.code());
            assertEquals(4, said.lines().size(), said.out());
            assertTrue(said.err().contains("went away"), said.err());
        }
    }

    @Test
    void closesTheOneWhoseIdBeginsSo() throws Exception {
        try (var engine = engine()) {
            Said said = Said.of(data, "connections", "close", "8d1f27");

            assertEquals(0, said.code(), said.err());
            assertEquals(
                    "Closed 8d1f27bb (shop.example:8443). That browser asks its origin from now on.\n", said.out());
            assertTrue(engine.orders().contains("disconnect {\"id\":\"8d1f27bb\"}"), engine.orders()::toString);
        }
    }

    @Test
    void aWholeIdIsMeantAlsoWhereAnotherOneBeginsWithIt() throws Exception {
        try (var engine = engine()) {
            engine.answering("connections", List.of(named("c0ffee"), named("c0ffee00")));

            assertEquals(0, Said.of(data, "connections", "close", "c0ffee").code());
            assertTrue(engine.orders().contains("disconnect {\"id\":\"c0ffee\"}"), engine.orders()::toString);
        }
    }

    @Test
    void closesNoneThatIsNotNamedOrNotAlone() throws Exception {
        try (var engine = engine()) {
            Said ambiguous = Said.of(data, "connections", "close", "8d1f2");
            assertEquals(1, ambiguous.code());
            assertTrue(ambiguous.err().contains("8d1f22aa, 8d1f27bb"), ambiguous.err());

            Said unknown = Said.of(data, "connections", "close", "beef");
            assertEquals(1, unknown.code());
            assertTrue(unknown.err().contains("“beef”"), unknown.err());
            assertEquals(1, Said.of(data, "connections", "close", "").code());

            assertFalse(engine.orders().toString().contains("disconnect"), engine.orders()::toString);
        }
    }

    @Test
    void oneThatLeftMeanwhileIsRefusedInWords() throws Exception {
        try (var engine = engine()) {
            engine.refusing("disconnect", "no browser is connected by the id c0ffee00");
            Said said = Said.of(data, "connections", "close", "c0ff");

            assertEquals(1, said.code());
            assertTrue(said.err().contains("no browser is connected by the id c0ffee00"), said.err());
            assertEquals("", said.out());
        }
    }

    @Test
    void anIdIsShownWithFourLettersOrAsManyAsTellItApart() {
        assertEquals(4, ConnectionTable.idLength(List.of()));
        assertEquals(4, ConnectionTable.idLength(List.of("abcdefgh")));
        assertEquals(4, ConnectionTable.idLength(List.of("abcdefgh", "bbcdefgh")));
        assertEquals(7, ConnectionTable.idLength(List.of("abcdef1h", "abcdef2h", "c")));
        assertEquals(8, ConnectionTable.idLength(List.of("abcdefg1", "abcdefg2")));
    }
}
