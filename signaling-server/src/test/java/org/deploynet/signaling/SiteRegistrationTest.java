package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.ToSuperPeer.Assign;
import org.deploynet.signaling.api.SiteRegistration;
import org.deploynet.signaling.api.SiteStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteRegistrationTest {
    private static final Json JSON = Json.upTo(1 << 20);

    @TempDir
    private Path folder;

    @Test
    void activeOnlyAfterTheServerReadTheSameManifestAtTheOrigin() throws Exception {
        try (var network = plain()) {
            var answer = network.register(network.signed(1));
            assertEquals(202, answer.statusCode());
            assertEquals(
                    "pending", TestNetwork.read(answer.body(), SiteStatus.class).state());
            SiteStatus failed = network.awaitState("failed");
            assertEquals("the origin answered 404", failed.why().orElseThrow());
            assertEquals(0, failed.sequence());
            network.publish(1);
            assertEquals(1, network.status().sequence());
        }
    }

    @Test
    void announcesANewManifestToVisitorsAndSuperPeers() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            network.publish(7);
            assertEquals(7, link.peer().socket.expect(ManifestNews.class).sequence());
            assertEquals(7, link.visitor().socket.expect(ManifestNews.class).sequence());
            assertEquals(
                    7,
                    link.peer().socket.expect(Assign.class).sites().getFirst().sequence());
        }
    }

    @Test
    void sequenceNeverGoesBackNotEvenByTheOriginOrARestart() throws Exception {
        try (var network = plain()) {
            network.publish(5);
            assertEquals(409, network.register(network.signed(4)).statusCode());
            network.restart();
            assertEquals(409, network.register(network.signed(4)).statusCode());
            network.origin.serve(network.signed(4));
            network.register(network.signed(6));
            SiteStatus after = network.awaitState("failed");
            assertTrue(after.why().orElseThrow().contains("still serves sequence 4"), after.toString());
            assertEquals(5, after.sequence());
        }
    }

    @Test
    void manifestThatIsWronglySignedExpiredOrFromTheFuture() throws Exception {
        try (var network = plain()) {
            SignedManifest right = network.signed(1);
            String otherBytes = JSON.write(
                    new SiteRegistration(SiteRegistration.of(network.signed(2)).manifest(), right.signature()));
            assertEquals(400, network.post("/v1/sites", otherBytes).statusCode());
            network.clock.advance(Duration.ofDays(91));
            assertEquals(400, network.register(right).statusCode());
            network.clock.advance(Duration.ofDays(-100));
            assertEquals(400, network.register(right).statusCode());
            assertEquals(400, network.post("/v1/sites", "{}").statusCode());
            assertEquals(400, network.post("/v1/sites", "not json").statusCode());
            assertEquals(404, network.get("/v1/sites/" + network.site()).statusCode());
        }
    }

    @Test
    void originThatServesAnotherSiteOrOtherBytes() throws Exception {
        try (var network = plain();
                var other = new TestNetwork(folder.resolve("other"), options -> options)) {
            network.origin.serve(other.signed(1));
            network.register(network.signed(1));
            SiteStatus stranger = network.awaitState("failed");
            assertTrue(stranger.why().orElseThrow().contains("is signed by"), stranger.toString());
            network.clock.advance(Duration.ofSeconds(1));
            network.origin.serve(network.signed(1));
            network.clock.advance(Duration.ofSeconds(-1));
            network.register(network.signed(1));
            assertTrue(awaitWhy(network, "another manifest with the same sequence"));
        }
    }

    @Test
    void originOnAPrivateAddressByNameOrByNumber() throws Exception {
        for (String host : new String[] {"localhost", "127.0.0.1", "[::1]", "10.1.2.3", "[::ffff:192.168.0.1]"}) {
            try (var network = new TestNetwork(
                    folder.resolve(Integer.toHexString(host.hashCode())),
                    options -> options.withLocalOrigins(Set.of()))) {
                Manifest here = network.manifest(1);
                int port = network.origin.uri().getPort();
                network.register(SignedManifest.sign(at(here, "http://" + host + ":" + port), network.publisher));
                SiteStatus failed = network.awaitState("failed");
                assertTrue(failed.why().orElseThrow().contains("private address"), failed.toString());
            }
        }
    }

    @Test
    void redirectEncodingAndEndlessAnswersAreNotFollowed() throws Exception {
        try (var network = plain()) {
            network.origin.serve(network.signed(1));
            network.origin.answer(302);
            network.origin.header("Location", network.origin.uri() + Manifest.PATH + "?");
            network.register(network.signed(1));
            assertEquals(
                    "the origin answered 302",
                    network.awaitState("failed").why().orElseThrow());
            network.origin.answer(200);
            network.origin.header("Content-Encoding", "gzip");
            network.register(network.signed(1));
            assertTrue(awaitWhy(network, "content encoding"));
        }
    }

    @Test
    void manifestLargerThanAllowedIsCutOff() throws Exception {
        try (var network = plain()) {
            network.origin.serve(Manifest.PATH, new byte[Manifest.MAX_BYTES + 1]);
            network.register(network.signed(1));
            assertTrue(awaitWhy(network, "more than"));
        }
    }

    @Test
    void registrationThatWasPendingAtAStopIsCheckedAtTheNextStart() throws Exception {
        try (var network = plain()) {
            network.origin.serve(network.signed(3));
            SigningKey before = network.publisher;
            network.server.assembly().database().call(connection -> {
                try (var insert = connection.prepareStatement(
                        "INSERT INTO site VALUES (?, 'PENDING', '', 0, ?, 0, 0, 0, 3, ?, ?)")) {
                    insert.setString(1, before.id().hex());
                    insert.setString(2, network.origin.uri().toString());
                    insert.setString(3, network.origin.uri().toString());
                    insert.setBytes(4, sha256(network.signed(3).bytes()));
                    return insert.executeUpdate();
                }
            });
            network.restart();
            assertEquals(3, network.awaitState("active").sequence());
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean awaitWhy(TestNetwork network, String part) {
        return org.awaitility.Awaitility.await()
                .until(
                        () -> network.status()
                                .why()
                                .filter(why -> why.contains(part))
                                .isPresent(),
                        found -> found);
    }

    private static Manifest at(Manifest manifest, String origin) {
        return new Manifest(
                manifest.deploynet(),
                manifest.site(),
                manifest.sequence(),
                manifest.issued(),
                manifest.expires(),
                origin,
                manifest.bucketBits(),
                manifest.eligible(),
                manifest.client(),
                manifest.files());
    }

    private TestNetwork plain() throws Exception {
        return new TestNetwork(folder, options -> options);
    }
}
