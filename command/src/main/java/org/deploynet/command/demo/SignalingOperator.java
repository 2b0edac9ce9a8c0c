package org.deploynet.command.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.key.KeyId;

/** What the demo does as the operator of its signaling server. Used by one thread. */
final class SignalingOperator implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Json JSON = Json.upTo(4096);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final URI server;
    private final Path data;

    SignalingOperator(URI server, Path data) {
        this.server = server;
        this.data = data;
    }

    private record Grant(KeyId site, long credits) {}

    void grant(KeyId site, long credits) throws IOException, InterruptedException, DemoFailure {
        String token = Files.readString(data.resolve("admin.token")).strip();
        HttpRequest post = HttpRequest.newBuilder(URI.create(server + "/v1/admin/grant"))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeBytes(new Grant(site, credits))))
                .build();
        var answer = http.send(post, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() / 100 != 2) {
            throw new DemoFailure("command.demo.noGrant", Integer.toString(answer.statusCode()), answer.body());
        }
    }

    /** Whether {@code address} answers 200 now. */
    boolean answers(String address) throws InterruptedException {
        try {
            HttpRequest get =
                    HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).build();
            return http.send(get, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
