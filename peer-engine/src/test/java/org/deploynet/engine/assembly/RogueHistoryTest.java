package org.deploynet.engine.assembly;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineSnapshot.Signaling.Link;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real server and a whole engine: the server's keeper stops it, changes the history in its database and starts it again.
 * {@code -Dcases=N -Dseed=N} for more than one of each kind.
 */
class RogueHistoryTest {
    private static final int CASES = Integer.getInteger("cases", Forgery.values().length);
    private static final long SEED = Long.getLong("seed", 2026);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final KeyId SITE = new KeyId("%040x".formatted(1));

    /** What is done to the history. */
    private enum Forgery {
        ENTRY_CHANGED,
        ENTRY_REMOVED,
        ENTRIES_REORDERED,
        /** An older copy is put in place. */
        ROLLED_BACK,
        /** An older copy is put in place, and another future follows. */
        FORKED
    }

    @TempDir
    private Path folder;

    @Test
    void anEngineNoticesAtItsNextConnectionThatTheHistoryIsAnotherOne() throws Exception {
        for (int i = 0; i < CASES; i++) {
            Forgery forgery = Forgery.values()[i % Forgery.values().length];
            try {
                one(folder.resolve("case-" + i), forgery, new Random(SEED + i));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + (SEED + i) + ", " + forgery + ": " + e.getMessage(), e);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "rogue history: %d of %d from seed %d noticed by an engine at its next connection%n",
                CASES,
                CASES,
                SEED);
    }

    private static void one(Path folder, Forgery forgery, Random random) throws Exception {
        Path data = Files.createDirectories(folder.resolve("server"));
        SignalingOptions options = SignalingOptions.in(data).withPort(0);
        SignalingServer server = SignalingServer.start(options);
        int port = server.uri().getPort();
        try {
            grant(server, 2 + random.nextInt(5));
            server.close();
            Path old = folder.resolve("old.db");
            Files.copy(data.resolve("signaling.db"), old);
            server = SignalingServer.start(options.withPort(port));
            grant(server, 1 + random.nextInt(5));
            try (EngineAssembly engine =
                    engine(folder.resolve("peer"), server.uri().toString())) {
                awaitConnected(engine);
                // The first checkpoint came right behind the welcome, in order with all that is asked after it.
                await().atMost(PATIENCE).until(() -> hasKept(folder.resolve("peer")));
                assertTrue(engine.snapshot().condition().reason() != Reason.LEDGER_CHANGED);
                server.close();
                forge(data.resolve("signaling.db"), old, forgery);
                server = SignalingServer.start(options.withPort(port));
                if (forgery == Forgery.FORKED) {
                    grant(server, 9);
                }
                await().atMost(PATIENCE)
                        .until(() -> engine.snapshot().condition().reason() == Reason.LEDGER_CHANGED);
                assertSaid(engine.snapshot(), forgery);
            }
        } finally {
            server.close();
        }
    }

    private static void assertSaid(EngineSnapshot snapshot, Forgery forgery) {
        assertEquals(EngineState.PROBLEM, snapshot.condition().state());
        String how = snapshot.events().stream()
                .filter(EngineEvent.LedgerChanged.class::isInstance)
                .map(event -> ((EngineEvent.LedgerChanged) event).how())
                .findFirst()
                .orElseThrow();
        Set<String> expected = switch (forgery) {
            case ENTRY_CHANGED, ENTRIES_REORDERED -> Set.of("forked");
            case ENTRY_REMOVED, ROLLED_BACK -> Set.of("shrunk");
            case FORKED -> Set.of("shrunk", "forked", "rewritten");
        };
        assertTrue(expected.contains(how), how);
    }

    private static void grant(SignalingServer server, int times) {
        for (int i = 1; i <= times; i++) {
            server.grant(SITE, i);
        }
    }

    private static void awaitConnected(EngineAssembly engine) {
        await().atMost(PATIENCE).until(() -> engine.snapshot().signaling().link() == Link.CONNECTED);
    }

    private static boolean hasKept(Path peer) throws SQLException {
        try (Connection state = DriverManager.getConnection("jdbc:sqlite:" + peer.resolve("state/state.db"));
                var rows = state.createStatement()
                        .executeQuery("SELECT count(*) FROM note WHERE name = 'ledger.checkpoint'")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }

    // As its keeper could: the triggers are his own, and the tree is made anew of whatever entries there are.
    private static void forge(Path database, Path old, Forgery forgery) throws SQLException, IOException {
        if (forgery == Forgery.ROLLED_BACK || forgery == Forgery.FORKED) {
            for (String end : Set.of("-wal", "-shm")) {
                Files.deleteIfExists(database.resolveSibling(database.getFileName() + end));
            }
            Files.copy(old, database, StandardCopyOption.REPLACE_EXISTING);
        }
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + database);
                var sql = open.createStatement()) {
            for (String trigger : Set.of("entry_stays", "entry_remains", "tree_stays", "tree_remains")) {
                sql.execute("DROP TRIGGER " + trigger);
            }
            switch (forgery) {
                case ENTRY_CHANGED -> sql.execute("UPDATE entry SET reference = 'another' WHERE sequence = 2");
                case ENTRY_REMOVED -> {
                    sql.execute("DELETE FROM entry WHERE sequence = 2");
                    sql.execute("UPDATE entry SET sequence = -sequence WHERE sequence > 2");
                    sql.execute("UPDATE entry SET sequence = -sequence - 1 WHERE sequence < 0");
                }
                case ENTRIES_REORDERED -> {
                    sql.execute("UPDATE entry SET sequence = -1 WHERE sequence = 1");
                    sql.execute("UPDATE entry SET sequence = 1 WHERE sequence = 2");
                    sql.execute("UPDATE entry SET sequence = 2 WHERE sequence = -1");
                }
                case ROLLED_BACK, FORKED -> {
                    // The copy is the forgery.
                }
            }
            sql.execute("DELETE FROM tree");
            sql.execute("DELETE FROM checkpoint");
        }
    }

    private static EngineAssembly engine(Path data, String signaling) throws EngineStartException {
        Places places = new PlaceRules(
                        Map.of(), Map.of("os.name", "Linux", "user.home", data.toString(), "user.name", "me"))
                .places(PlaceRules.Chosen.data(data));
        EngineOptions in = EngineOptions.in(places);
        var options = new EngineOptions(
                in.places(),
                in.owner(),
                Optional.of(signaling),
                in.upload(),
                in.quotaBytes(),
                Optional.of(0L),
                in.browsersAtOnce(),
                in.download(),
                in.fillHours(),
                in.ports(),
                true,
                in.localOrigins(),
                in.newCache(),
                Optional.empty(),
                false);
        return EngineAssembly.start(options, () -> {});
    }
}
