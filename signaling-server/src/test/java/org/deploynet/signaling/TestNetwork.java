package org.deploynet.signaling;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.signaling.api.SiteRegistration;
import org.deploynet.signaling.api.SiteStatus;

/** A real server in a temporary folder with one publisher and its origin; its clock stands still. */
final class TestNetwork implements AutoCloseable {
    static final ObjectId OBJECT = new HashTree().objectId("hello".getBytes(StandardCharsets.UTF_8));
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Json JSON = Json.upTo(SiteRegistration.MAX_BYTES);

    final ManualClock clock = new ManualClock();
    final SigningKey publisher = SigningKey.generate();
    final TestOrigin origin = new TestOrigin();
    final SignalingOptions options;
    SignalingServer server;

    TestNetwork(Path folder, UnaryOperator<SignalingOptions> change) throws Exception {
        options = change.apply(SignalingOptions.in(folder)
                .withPort(0)
                .withClock(clock)
                .withPaySamePrefix(true)
                .withLocalOrigins(Set.of(origin.uri())));
        server = SignalingServer.start(options);
    }

    /** With one active site that has a hundred credits. */
    static TestNetwork withSite(Path folder) throws Exception {
        return withSite(folder, options -> options);
    }

    static TestNetwork withSite(Path folder, UnaryOperator<SignalingOptions> change) throws Exception {
        var network = new TestNetwork(folder, change);
        network.server.grant(network.site(), 100);
        network.publish(1);
        return network;
    }

    KeyId site() {
        return publisher.id();
    }

    Manifest manifest(long sequence) {
        return manifest(site(), sequence);
    }

    private Manifest manifest(KeyId of, long sequence) {
        return new Manifest(
                1,
                of,
                sequence,
                clock.instant(),
                clock.instant().plus(Duration.ofDays(90)),
                origin.uri().toString(),
                0,
                new Manifest.Eligible(false, "listed"),
                Optional.empty(),
                Map.of("/a.txt", new Manifest.Entry(OBJECT, 5, "text/plain")));
    }

    SignedManifest signed(long sequence) {
        return signed(publisher, sequence);
    }

    /** Of another publisher's site at the same origin. */
    SignedManifest signed(SigningKey by, long sequence) {
        return SignedManifest.sign(manifest(by.id(), sequence), by);
    }

    /** Serves and registers a manifest, and waits until the server has fetched it. */
    void publish(long sequence) throws Exception {
        SignedManifest signed = signed(sequence);
        origin.serve(signed);
        register(signed);
        awaitState("active");
    }

    HttpResponse<String> register(SignedManifest signed) throws Exception {
        return post("/v1/sites", JSON.write(SiteRegistration.of(signed)));
    }

    SiteStatus awaitState(String state) {
        return await().atMost(Duration.ofSeconds(10))
                .until(this::status, found -> found.state().equals(state));
    }

    SiteStatus status() {
        try {
            return JSON.read(get("/v1/sites/" + site()).body(), SiteStatus.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    String adminToken() throws IOException {
        return "Bearer " + Files.readString(options.data().resolve("admin.token"));
    }

    static <T> T read(String json, Class<T> type) throws ProtocolException {
        return JSON.read(json, type);
    }

    TestVisitor visitor() {
        return new TestVisitor(server, origin.uri());
    }

    /** A visitor and a super-peer in the middle of a link, with the ticket both hold. */
    TestLink link() throws ProtocolException {
        TestPeer peer = TestPeer.assigned(server);
        return link(peer);
    }

    TestLink link(TestPeer peer) throws ProtocolException {
        TestVisitor visitor = visitor();
        visitor.hello(site());
        var offer = peer.answerOffer();
        var link = visitor.link();
        visitor.socket.expect(org.deploynet.protocol.signaling.Answer.class);
        var ticket = org.deploynet.protocol.credit.Ticket.verify(link.ticket(), peer.challenge.key());
        return new TestLink(peer, visitor, offer.link(), ticket);
    }

    /** Both ends of a link and the ticket it began with. */
    record TestLink(TestPeer peer, TestVisitor visitor, String id, org.deploynet.protocol.credit.Ticket ticket) {}

    void restart() throws StartFailure {
        server.close();
        server = SignalingServer.start(options);
    }

    private URI at(String path) {
        return server.uri().resolve(path);
    }

    @Override
    public void close() {
        server.close();
        origin.close();
    }
}
