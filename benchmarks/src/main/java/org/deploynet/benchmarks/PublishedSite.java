package org.deploynet.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import org.deploynet.protocol.Json;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.deploynet.signaling.api.SiteRegistration;

/** A signaling server and an origin in this process, with one registered site that has credits. */
public final class PublishedSite implements AutoCloseable {
    private static final long CREDITS = 1_000;
    private static final Json JSON = Json.upTo(SiteRegistration.MAX_BYTES);

    private final HttpClient http = HttpClient.newHttpClient();
    private final OneSite site;
    private final SignalingServer signaling;

    PublishedSite(Path folder, int objectBytes) throws Exception {
        this(SignalingOptions.in(folder), objectBytes);
    }

    /** {@code options} name the folder and the address; the rest is set here. */
    public PublishedSite(SignalingOptions options, int objectBytes) throws Exception {
        site = new OneSite(objectBytes);
        signaling = SignalingServer.start(options.withPort(0)
                .withLocalPeers(true)
                .withPaySamePrefix(true)
                .withLocalOrigins(Set.of(site.origin())));
        register();
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

    public OneSite site() {
        return site;
    }

    public SignalingServer signaling() {
        return signaling;
    }

    HttpClient http() {
        return http;
    }

    @Override
    public void close() throws IOException {
        signaling.close();
        site.close();
        http.close();
    }
}
