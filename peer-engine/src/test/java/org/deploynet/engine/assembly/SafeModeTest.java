package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.engine.assembly.EngineStartException.Why;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.WatchedDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever keeps an engine from starting, its owner reads one reason for it after three starts, and can go on from there. */
class SafeModeTest {
    private static final long MOST_FLOOR = 1L << 49;

    @TempDir
    Path data;

    private final List<AutoCloseable> held = new ArrayList<>();

    @AfterEach
    void letGo() throws Exception {
        for (AutoCloseable each : held) {
            each.close();
        }
    }

    /** How a start is kept from succeeding. */
    interface Plant {
        void in(SafeModeTest test) throws Exception;
    }

    /** What is planted, the reason it has, and what its words name. */
    enum Cause {
        CACHE_IS_A_FILE(Why.CACHE_NOT_USABLE, "cache", test -> Files.writeString(test.data.resolve("cache"), "x")),
        SEGMENTS_IS_A_FILE(Why.CACHE_NOT_USABLE, "segments", test -> {
            Files.createDirectories(test.data.resolve("cache"));
            Files.writeString(test.data.resolve("cache/segments"), "x");
        }),
        MARKER_OF_ANOTHER_VERSION(Why.CACHE_NEWER, "version 7", test -> {
            test.openOnce();
            // The CRC32C of the two lines is the check.
            String lines = "deploynet cache 7\n00000000-0000-0000-0000-000000000000\n";
            var crc = new java.util.zip.CRC32C();
            crc.update(lines.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            Files.writeString(test.data.resolve("cache/deploynet-cache"), lines + "%08x\n".formatted(crc.getValue()));
        }),
        INDEX_LOCKED(Why.CACHE_LOCKED, "index.db", test -> {
            test.openOnce();
            test.held.add(test.locked("cache/index.db"));
        }),
        CACHE_VANISHED(Why.CACHE_VANISHED, "--new-cache", test -> {
            test.openOnce();
            test.delete("cache");
        }),
        CACHE_REPLACED_BY_A_LINK(Why.CACHE_REPLACED, "cache", test -> {
            test.openOnce();
            Files.move(test.data.resolve("cache"), test.data.resolve("elsewhere"));
            Files.move(test.data.resolve("state"), test.data.resolve("state-before"));
            test.openOnce();
            Files.move(test.data.resolve("cache"), test.data.resolve("other"));
            test.delete("state");
            Files.move(test.data.resolve("state-before"), test.data.resolve("state"));
            Files.createSymbolicLink(test.data.resolve("cache"), test.data.resolve("other"));
        }),
        DISK_BELOW_RESERVE(Why.DISK_BELOW_RESERVE, "MB", test -> test.floorBytes = MOST_FLOOR),
        STATE_OF_A_NEWER_VERSION(Why.STATE_NEWER, "state.db", test -> {
            test.openOnce();
            test.sql("state/state.db", "pragma user_version=99");
        }),
        STATE_IS_A_FOLDER(
                Why.STATE_NOT_USABLE, "state.db", test -> Files.createDirectories(test.data.resolve("state/state.db"))),
        EPOCH_IS_A_FOLDER(
                Why.STATE_NOT_USABLE, "epoch", test -> Files.createDirectories(test.data.resolve("state/epoch"))),
        NETWORK_IS_A_FOLDER(
                Why.STATE_NOT_USABLE,
                "network.json",
                test -> Files.createDirectories(test.data.resolve("state/network.json/x"))),
        IDENTITY_DAMAGED(Why.IDENTITY_DAMAGED, "identity.json", test -> {
            Files.createDirectories(test.data.resolve("state"));
            Files.writeString(test.data.resolve("state/identity.json"), "{\"kty\":");
        }),
        IDENTITY_MISSING(Why.IDENTITY_MISSING, "identity.json", test -> {
            Files.createDirectories(test.data.resolve("state"));
            Files.writeString(test.data.resolve("state/epoch"), "7\n");
        }),
        NO_PLACE_FOR_THE_NATIVE_LIBRARY(Why.NATIVE_LIBRARY, "native", test -> {
            Files.createDirectories(test.data.resolve("state"));
            Files.writeString(test.data.resolve("state/native"), "x");
        });

        private final Why why;
        private final String named;

        @SuppressWarnings("ImmutableEnumChecker") // all of them are lambdas that capture nothing
        private final Plant plant;

        Cause(Why why, String named, Plant plant) {
            this.why = why;
            this.named = named;
            this.plant = plant;
        }
    }

    private long floorBytes;

    @ParameterizedTest
    @EnumSource
    void readsWhyAfterThreeFailedStarts(Cause cause) throws Exception {
        cause.plant.in(this);
        for (int start = 0; start < FailedStarts.MOST; start++) {
            EngineStartException failed = assertThrows(EngineStartException.class, () -> start(() -> {}));
            assertEquals(cause.why, failed.why(), failed::toString);
            assertTrue(failed.detail().contains(cause.named), failed.detail());
        }
        Reason reason = cause.why.inSafeMode().orElseThrow();
        var again = new AtomicBoolean();
        try (EngineAssembly safe = start(() -> again.set(true))) {
            EngineSnapshot.Condition condition = safe.snapshot().condition();
            assertEquals(EngineState.PROBLEM, condition.state());
            assertEquals(reason, condition.reason());
            assertTrue(condition.detail().orElseThrow().contains(cause.named), condition::toString);
            assertAnswers(safe, condition);
            assertTrue(again.get());
        }
        // One more may try, and is answered for like the others.
        assertEquals(
                cause.why,
                assertThrows(EngineStartException.class, () -> start(() -> {})).why());
        try (EngineAssembly safe = start(() -> {})) {
            assertEquals(reason, safe.snapshot().condition().reason());
        }
    }

    private static void assertAnswers(EngineAssembly safe, EngineSnapshot.Condition condition) throws Exception {
        try (ControlClient face = ControlClient.connect(safe.places().socket(), "test", "test")) {
            assertEquals(condition, face.snapshot().condition());
            assertThrows(ControlRefusedException.class, () -> face.pause(Optional.of(Duration.ofHours(1))));
            face.resume();
        }
    }

    @Test
    void startsThatWereKilledCountToo() throws Exception {
        Files.createDirectories(data.resolve("state"));
        for (int start = 0; start < FailedStarts.MOST; start++) {
            FailedStarts.load(data.resolve("state/failed-starts.json"), Clock.systemUTC())
                    .begin();
        }
        try (EngineAssembly safe = start(() -> {})) {
            assertEquals(Reason.SAFE_ENDED, safe.snapshot().condition().reason());
        }
    }

    @Test
    void aBadOptionAndASecondEngineAreNoSteps() throws Exception {
        floorBytes = -5;
        for (int start = 0; start < 2 * FailedStarts.MOST; start++) {
            assertEquals(
                    Why.BAD_OPTION,
                    assertThrows(EngineStartException.class, () -> start(() -> {}))
                            .why());
        }
        assertFalse(Files.exists(data.resolve("state/failed-starts.json")));
    }

    @Test
    void aStartThatSucceedsMakesForgetTheOthers() {
        Path file = data.resolve("failed-starts.json");
        for (int start = 0; start < 2; start++) {
            FailedStarts.load(file, Clock.systemUTC()).begin();
        }
        FailedStarts starts = FailedStarts.load(file, Clock.systemUTC());
        assertFalse(starts.areTooMany());
        starts.begin();
        assertTrue(FailedStarts.load(file, Clock.systemUTC()).areTooMany());
        starts.ready();
        assertFalse(Files.exists(file));
        assertFalse(FailedStarts.load(file, Clock.systemUTC()).areTooMany());
    }

    @Test
    void saysWhatADiskRefuses() throws Exception {
        Files.createDirectories(data.resolve("state"));
        var readOnly = new FileSystemException(data.resolve("cache").toString(), null, "Read-only file system");
        assertEquals(Why.CACHE_READ_ONLY, openOn(readOnly).why());
        var denied = new AccessDeniedException(data.resolve("cache").toString());
        EngineStartException forbidden = openOn(denied);
        assertEquals(Why.CACHE_FORBIDDEN, forbidden.why());
        assertTrue(forbidden.detail().contains("permission denied"), forbidden.detail());
    }

    private EngineStartException openOn(IOException refusal) {
        var disk = new WatchedDisk(new NioDisk()) {
            @Override
            public void makeFolder(Path folder) throws IOException {
                throw refusal;
            }
        };
        return assertThrows(
                EngineStartException.class,
                () -> StartRules.openCache(places(), EngineConfig.DEFAULTS, false, disk, Clock.systemUTC()));
    }

    private Places places() {
        return new PlaceRules(Map.of(), Map.of("os.name", "Linux", "user.home", data.toString(), "user.name", "me"))
                .places(PlaceRules.Chosen.data(data));
    }

    private EngineAssembly start(Runnable again) throws EngineStartException {
        EngineOptions in = EngineOptions.in(places());
        var options = new EngineOptions(
                in.places(),
                in.owner(),
                in.signaling(),
                in.upload(),
                in.quotaBytes(),
                Optional.of(floorBytes),
                in.browsersAtOnce(),
                in.download(),
                in.fillHours(),
                in.ports(),
                in.allowLocalPeers(),
                in.localOrigins(),
                in.newCache(),
                Optional.empty(),
                false);
        return EngineAssembly.start(options, new EngineCalls(() -> {}, again, Optional.empty()));
    }

    private void openOnce() throws IOException {
        Files.createDirectories(data.resolve("state"));
        PieceStore.open(
                        PieceStore.Options.of(data.resolve("cache"), data.resolve("state"), 200_000_000, 0),
                        new NioDisk(),
                        Clock.systemUTC())
                .close();
    }

    private void sql(String file, String statement) throws SQLException {
        try (Connection database = connect(file)) {
            database.createStatement().execute(statement);
        }
    }

    private Connection locked(String file) throws SQLException {
        Connection database = connect(file);
        database.createStatement().execute("begin immediate");
        return database;
    }

    private Connection connect(String file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve(file));
    }

    private void delete(String folder) throws IOException {
        try (var files = Files.walk(data.resolve(folder))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
