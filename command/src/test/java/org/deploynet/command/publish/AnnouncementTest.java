package org.deploynet.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.deploynet.command.origin.OriginServer;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real origin server, and a signaling server that answers by script. */
final class AnnouncementTest {
    private static final BrowserScripts SCRIPTS =
            new BrowserScripts("page".getBytes(StandardCharsets.US_ASCII), new byte[0], new byte[0], new byte[0]);

    private static final SiteClient CLIENT = new SiteClient(SCRIPTS, Optional.empty());

    @TempDir
    Path temporary;

    private final SigningKey key = SigningKey.generate();
    private final Deque<String> posted = new ConcurrentLinkedDeque<>();
    private final Deque<String> states = new ConcurrentLinkedDeque<>();
    private int postStatus = 202;
    private Path folder = Path.of("");
    private @org.jspecify.annotations.Nullable OriginServer origin;
    private @org.jspecify.annotations.Nullable HttpServer signaling;

    @BeforeEach
    void startServers() throws IOException {
        folder = Files.createDirectory(temporary.resolve("site"));
        Files.writeString(folder.resolve("a.css"), "a{}");
        origin = OriginServer.start(folder, 0);
        signaling = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        signaling.createContext("/v1/sites", exchange -> {
            try (exchange) {
                boolean post = exchange.getRequestMethod().equals("POST");
                if (post) {
                    posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                }
                String state = states.size() > 1 ? states.pop() : states.element();
                byte[] body = state.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(post ? postStatus : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        signaling.start();
    }

    @AfterEach
    void stopServers() {
        java.util.Objects.requireNonNull(origin).close();
        java.util.Objects.requireNonNull(signaling).stop(0);
    }

    @Test
    void registersASiteAndWaitsUntilItIsActive() throws Exception {
        SignedManifest signed = publish();
        long sequence = signed.manifest().sequence();
        states.add(state("pending", ",\"sequence\":" + (sequence - 1)));
        states.add(state("active", ",\"sequence\":" + (sequence - 1)));
        states.add(state("active", ",\"sequence\":" + sequence));

        try (var announcement = announcement()) {
            announcement.checkOrigin(signed, CLIENT);
            announcement.register(signed);
        }

        assertTrue(posted.element().contains(Base64.getEncoder().encodeToString(signed.bytes())));
        assertTrue(posted.element().contains(signed.signature()));
    }

    @Test
    void saysWhyTheServerRefusedTheSite() throws Exception {
        SignedManifest signed = publish();
        states.add(state("failed", ",\"why\":\"the origin answers 404\""));

        try (var announcement = announcement()) {
            var failure = assertThrows(PublishFailure.class, () -> announcement.register(signed));
            assertEquals("publish.refusedByServer", failure.key());
            assertEquals("the origin answers 404", failure.arguments()[1]);
        }
    }

    @Test
    void saysWhatTheServerAnsweredToTheRegistration() throws Exception {
        SignedManifest signed = publish();
        states.add("the signature does not hold");
        postStatus = 400;

        try (var announcement = announcement()) {
            var failure = assertThrows(PublishFailure.class, () -> announcement.register(signed));
            assertEquals("publish.notRegistered", failure.key());
            assertEquals("the signature does not hold", failure.arguments()[2]);
        }
    }

    @Test
    void refusesAnswersThatAreNotOfTheProtocol() throws Exception {
        SignedManifest signed = publish();
        states.add("<html>");

        try (var announcement = announcement()) {
            assertEquals(
                    "publish.strangeAnswer",
                    assertThrows(PublishFailure.class, () -> announcement.register(signed))
                            .key());
        }
    }

    @Test
    void noticesAnOriginThatServesSomethingElse() throws Exception {
        SignedManifest signed = publish();
        Files.writeString(folder.resolve(Manifest.PATH.substring(1)), "{}");
        assertEquals("publish.originDiffers", originFailure(signed));

        Files.delete(folder.resolve(Manifest.PATH.substring(1)));
        assertEquals("publish.originAnswers", originFailure(signed));

        java.util.Objects.requireNonNull(origin).close();
        assertEquals("publish.originUnreachable", originFailure(signed));
    }

    @Test
    void noticesAnOriginThatServesAnOlderScript() throws Exception {
        SignedManifest signed = publish();
        Files.writeString(folder.resolve("deploynet.js"), "older");

        assertEquals("publish.originDiffers", originFailure(signed));
    }

    private String originFailure(SignedManifest signed) throws Exception {
        try (var announcement = announcement()) {
            return assertThrows(PublishFailure.class, () -> announcement.checkOrigin(signed, CLIENT))
                    .key();
        }
    }

    private SignedManifest publish() throws Exception {
        var publication = new Publication(folder, Clock.systemUTC());
        var terms = new Publication.Terms(
                key, addresses(), temporary.resolve("hashes.json"), SCRIPTS, OptionalInt.empty(), false);
        return publication.publish(publication.scan(), terms, bytes -> {}).signed();
    }

    private String state(String state, String more) {
        return "{\"site\":\"" + key.id() + "\",\"state\":\"" + state + "\"" + more + "}";
    }

    private Announcement announcement() throws PublishFailure {
        return new Announcement(addresses(), Clock.systemUTC());
    }

    private Addresses addresses() throws PublishFailure {
        int port = java.util.Objects.requireNonNull(signaling).getAddress().getPort();
        return Addresses.of(java.util.Objects.requireNonNull(origin).uri().toString(), "ws://localhost:" + port);
    }
}
