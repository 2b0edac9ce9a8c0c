package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.StartFailure.Reason;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.NetworkName;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLifeTest {
    @TempDir
    private Path folder;

    @Test
    void portFolderAndDataThatCannotBeUsedAreToldApart() throws Exception {
        try (var network = new TestNetwork(folder.resolve("a"), options -> options)) {
            int port = network.server.uri().getPort();
            assertEquals(Reason.FOLDER_IN_USE, failure(network.options));
            assertEquals(
                    Reason.PORT_TAKEN,
                    failure(SignalingOptions.in(folder.resolve("b")).withPort(port)));
            assertEquals(
                    Reason.ADDRESS_UNUSABLE,
                    failure(SignalingOptions.in(folder.resolve("b")).withPort(0).withHost("203.0.113.1")));
        }
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertEquals(Reason.FOLDER_UNUSABLE, failure(SignalingOptions.in(file)));
        assertEquals(Reason.FOLDER_UNUSABLE, failure(SignalingOptions.in(file.resolve("below"))));
        Path newer = Files.createDirectories(folder.resolve("newer"));
        try (var database = Database.open(newer.resolve("signaling.db"))) {
            database.call(connection -> {
                Sql.run(connection, "PRAGMA user_version=99");
                return 1;
            });
        }
        assertEquals(Reason.NEWER_DATA, failure(SignalingOptions.in(newer)));
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("network.jwk"), "{}");
        assertEquals(Reason.DAMAGED_DATA, failure(SignalingOptions.in(damaged)));
        assertEquals("{}", Files.readString(damaged.resolve("network.jwk")), "a damaged key is never replaced");
    }

    @Test
    void saysThatItsLedgerDoesNotHold() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            assertEquals("ok", health(network).state());
            network.server.close();
            try (var database = Database.open(folder.resolve("signaling.db"))) {
                database.call(connection -> {
                    Sql.run(connection, "DROP TRIGGER entry_stays");
                    return Sql.change(connection, "UPDATE entry SET reference = 'another' WHERE sequence = 1");
                });
            }
            network.server = SignalingServer.start(network.options);
            Awaitility.await().until(() -> health(network).state().equals("ledger-broken"));
        }
    }

    private static Health health(TestNetwork network) throws Exception {
        return TestNetwork.read(network.get("/health").body(), Health.class);
    }

    // Jetty's header cache takes the beginning of a value from an earlier request, by default in whatever case it had
    // there.
    @Test
    void tokenIsReadAsItWasSentWhateverWasSentBefore() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("admin.token"), "Xylophone");
        try (var network = TestNetwork.withSite(data)) {
            String body = "{\"site\":\"" + network.site() + "\",\"credits\":1}";
            assertEquals(
                    401,
                    network.post("/v1/admin/grant", body, "Authorization", "Bearer x")
                            .statusCode());
            assertEquals(
                    200,
                    network.post("/v1/admin/grant", body, "Authorization", network.adminToken())
                            .statusCode());
        }
    }

    @Test
    void secretsAreForTheirOwnerOnlyAndTheAddressGoesWithTheServer() throws Exception {
        Path data = folder.resolve("data");
        try (var _ = new TestNetwork(data, options -> options)) {
            assertEquals("rwx------", permissions(data));
            assertEquals("rw-------", permissions(data.resolve("network.jwk")));
            assertEquals("rw-------", permissions(data.resolve("admin.token")));
            assertTrue(Files.exists(data.resolve("running")));
        }
        assertFalse(Files.exists(data.resolve("running")));
    }

    @Test
    void operatorGrantsThroughTheDataFolder() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                SignalingAdmin admin = SignalingAdmin.of(folder)) {
            admin.grant(network.site(), 5);
            assertEquals(105_000_000, network.status().granted());
            assertThrows(SignalingAdmin.Refused.class, () -> admin.purge(new KeyId("0".repeat(40)), List.of()));
            assertEquals(network.server.network(), admin.health().network());
            admin.peers(Optional.of(network.site()), true);
            assertEquals(1, admin.health().sitesOff());
            admin.peers(Optional.empty(), true);
            assertTrue(admin.health().peersOff());
            String body = "{\"site\":\"" + network.site() + "\",\"credits\":5}";
            assertEquals(401, network.post("/v1/admin/grant", body).statusCode());
        }
        assertThrows(SignalingAdmin.NotRunning.class, () -> SignalingAdmin.of(folder));
    }

    @Test
    void pagesAnswerAndNameNothingTheyShouldNot() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            network.link();
            Health health = TestNetwork.read(network.get("/health").body(), Health.class);
            assertEquals(1, health.superPeers());
            assertEquals(1, health.visitors());
            assertEquals(1, health.links());
            NetworkName name = TestNetwork.read(network.get("/v1/network").body(), NetworkName.class);
            assertEquals(name.network(), name.key().id());
            var page = network.get("/");
            assertTrue(page.body().contains(network.server.network().hex()));
            assertTrue(page.body().contains("color-scheme:light dark"));
            assertEquals(404, network.get("/v1/sites/../../etc").statusCode());
            assertEquals(404, network.get("/nothing").statusCode());
        }
    }

    @Test
    void socketThatDoesNotAnswerPingsIsDead() throws Exception {
        try (var network = new TestNetwork(folder, options -> options.withPingEvery(Duration.ofMillis(100)));
                TestPeer living = TestPeer.welcomed(network.server);
                Socket deaf = deafPeer(network)) {
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> ended(deaf));
            assertFalse(living.socket.isClosed());
        }
    }

    @Test
    void closeSendsEverybodyAwayWithinTwoSeconds() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            long before = System.nanoTime();
            network.server.close();
            assertTrue(System.nanoTime() - before < 2_000_000_000L);
            assertEquals(1001, link.visitor().socket.closeStatus());
            assertEquals(1001, link.peer().socket.closeStatus());
        }
    }

    @Test
    void noAddressOfAVisitorIsInAnyFile() throws Exception {
        var log = new java.io.ByteArrayOutputStream();
        var handler = new java.util.logging.StreamHandler(log, new java.util.logging.SimpleFormatter());
        handler.setLevel(java.util.logging.Level.ALL);
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        root.addHandler(handler);
        try (var network = TestNetwork.withSite(folder, options -> options.withHost("127.0.0.1"))) {
            var link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            link.visitor().socket.sendText("{\"type\":\"nonsense\"}");
            link.visitor().socket.closeStatus();
            link.peer().socket.abort();
            Awaitility.await()
                    .until(() -> TestNetwork.read(network.get("/health").body(), Health.class)
                                    .superPeers()
                            == 0);
        } finally {
            root.removeHandler(handler);
        }
        handler.flush();
        assertFalse(log.toString(StandardCharsets.UTF_8).contains("8.8.8.8"), "candidates of the offer");
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.endsWith("running")) {
                    continue; // the server's own
                }
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains("127.0.0.1") || text.contains("8.8.8.8"), file.toString());
            }
        }
    }

    // Speaks just enough of RFC 6455 to be let in, and then reads nothing it would have to answer.
    private static Socket deafPeer(TestNetwork network) throws Exception {
        var socket = new Socket(
                java.net.InetAddress.getLoopbackAddress(), network.server.uri().getPort());
        String request = """
                GET /v1/super-peer HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean ended(Socket socket) throws java.io.IOException {
        var in = socket.getInputStream();
        return in.readNBytes(Math.max(1, in.available())).length == 0;
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Reason failure(SignalingOptions options) {
        return assertThrows(
                        StartFailure.class, () -> SignalingServer.start(options).close())
                .reason();
    }
}
