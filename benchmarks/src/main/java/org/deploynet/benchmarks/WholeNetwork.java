package org.deploynet.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.place.Places;
import org.deploynet.engine.assembly.EngineAssembly;
import org.deploynet.engine.assembly.EngineOptions;
import org.deploynet.protocol.Json;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.deploynet.signaling.api.SiteRegistration;
import org.deploynet.testkit.JavaVisitor;

/** A signaling server, an origin and an engine in this process, with a temporary data folder. */
final class WholeNetwork implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CREDITS = 1_000;
    private static final long QUOTA = 2_000_000_000;
    private static final Json JSON = Json.upTo(SiteRegistration.MAX_BYTES);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final OneSite site;
    private final SignalingServer signaling;
    private final EngineAssembly engine;

    WholeNetwork(int objectBytes) throws Exception {
        folder = Files.createTempDirectory("deploynet-bench");
        site = new OneSite(objectBytes);
        signaling = SignalingServer.start(SignalingOptions.in(folder.resolve("signaling"))
                .withPort(0)
                .withLocalPeers(true)
                .withPaySamePrefix(true)
                .withLocalOrigins(Set.of(site.origin())));
        register();
        engine = EngineAssembly.start(options(), () -> {});
        awaitServed();
    }

    private EngineOptions options() {
        var places = new Places(
                folder.resolve("config"), folder.resolve("state"), folder.resolve("cache"), folder.resolve("run"));
        return new EngineOptions(
                places,
                "bench",
                Optional.of(signaling.superPeers().toString()),
                Optional.of(UploadLimit.UNLIMITED),
                Optional.of(QUOTA),
                Optional.of(0L),
                Optional.empty(),
                true,
                Set.of(site.origin()));
    }

    private void register() throws IOException, InterruptedException {
        signaling.grant(site.signed().manifest().site(), CREDITS);
        String body = JSON.write(SiteRegistration.of(site.signed()));
        HttpRequest request = HttpRequest.newBuilder(signaling.uri().resolve("/v1/sites"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException("the site was not registered: " + answer.body());
        }
    }

    private void awaitServed() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (engine.snapshot().sites().stream().noneMatch(kept -> kept.keptBytes() >= site.objectBytes())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the super-peer did not fetch the site: " + engine.snapshot());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    OneSite site() {
        return site;
    }

    HttpClient http() {
        return http;
    }

    JavaVisitor.Site forVisitors() {
        URI visitors = signaling.visitors();
        return new JavaVisitor.Site(
                visitors, site.origin().toString(), site.signed().manifest().site());
    }

    @Override
    public void close() throws IOException {
        engine.close();
        signaling.close();
        site.close();
        http.close();
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
