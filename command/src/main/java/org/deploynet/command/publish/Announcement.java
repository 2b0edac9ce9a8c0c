package org.deploynet.command.publish;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;

/**
 * Tells the signaling server of a site, after looking whether the origin really serves what was published. Used by one
 * thread.
 */
public final class Announcement implements AutoCloseable {
    private static final Json JSON = Json.upTo(64 * 1024 * 1024);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(60);
    private static final Duration ASK_EVERY = Duration.ofMillis(300);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Addresses addresses;
    private final Clock clock;

    public Announcement(Addresses addresses, Clock clock) {
        this.addresses = addresses;
        this.clock = clock;
    }

    /** What the signaling server says of a site. */
    record SiteState(KeyId site, String state, Optional<String> why, Optional<Long> sequence) {
        boolean isActive(long atLeast) {
            return state.equals("active") && sequence.orElse(0L) >= atLeast;
        }
    }

    private record Registration(String manifest, String signature) {}

    /** Whether the origin serves this very manifest and the scripts; says what differs. */
    public void checkOrigin(SignedManifest signed, SiteClient client) throws PublishFailure, InterruptedException {
        same(Manifest.PATH, signed.bytes());
        same(Manifest.SIGNATURE_PATH, signed.signature().getBytes(StandardCharsets.US_ASCII));
        same(BrowserScripts.PAGE_PATH, client.everyone().page());
        if (client.next().isPresent()) {
            NextClient next = client.next().get();
            same(NextClient.PAGE_PATH, next.page());
            same(NextClient.WORKER_PATH, next.serviceWorker());
        }
    }

    /** Registers the site and waits until the server has seen it at its origin. */
    public void register(SignedManifest signed) throws PublishFailure, InterruptedException {
        var registration = new Registration(Base64.getEncoder().encodeToString(signed.bytes()), signed.signature());
        HttpRequest post = request(addresses.signaling() + "/v1/sites")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeBytes(registration)))
                .build();
        Answer answer = send(post, "publish.signalingUnreachable");
        if (answer.status() / 100 != 2) {
            throw new PublishFailure("publish.notRegistered", addresses.signaling(), answer.status(), answer.text());
        }
        waitUntilActive(signed.manifest());
    }

    private void waitUntilActive(Manifest manifest) throws PublishFailure, InterruptedException {
        Instant end = clock.instant().plus(ACTIVE_WITHIN);
        URI address = URI.create(addresses.signaling() + "/v1/sites/" + manifest.site());
        while (clock.instant().isBefore(end)) {
            Answer answer = send(request(address.toString()).build(), "publish.signalingUnreachable");
            SiteState state = state(answer);
            if (state.isActive(manifest.sequence())) {
                return;
            }
            if (state.state().equals("failed")) {
                throw new PublishFailure(
                        "publish.refusedByServer",
                        addresses.signaling(),
                        state.why().orElse("?"));
            }
            Thread.sleep(ASK_EVERY);
        }
        throw new PublishFailure("publish.stillPending", addresses.signaling(), ACTIVE_WITHIN.toSeconds());
    }

    private SiteState state(Answer answer) throws PublishFailure {
        try {
            if (answer.status() != 200) {
                throw new ProtocolException("HTTP status " + answer.status());
            }
            return JSON.read(answer.body(), SiteState.class);
        } catch (ProtocolException e) {
            throw new PublishFailure(e, "publish.strangeAnswer", addresses.signaling(), String.valueOf(e.getMessage()));
        }
    }

    private void same(String path, byte[] expected) throws PublishFailure, InterruptedException {
        String address = addresses.origin() + path;
        HttpRequest get = request(address)
                .header("Accept-Encoding", "identity")
                .header("Cache-Control", "no-cache")
                .build();
        Answer answer = send(get, "publish.originUnreachable", expected.length + 1);
        if (answer.status() != 200) {
            throw new PublishFailure("publish.originAnswers", address, answer.status());
        }
        if (!Arrays.equals(answer.body(), expected)) {
            throw new PublishFailure("publish.originDiffers", address);
        }
    }

    private HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER);
    }

    private record Answer(int status, byte[] body) {
        String text() {
            String text = new String(body, StandardCharsets.UTF_8);
            return text.codePoints()
                    .filter(c -> !Character.isISOControl(c))
                    .limit(300)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }

    private Answer send(HttpRequest request, String otherwise) throws PublishFailure, InterruptedException {
        return send(request, otherwise, MAX_ANSWER_BYTES);
    }

    private Answer send(HttpRequest request, String otherwise, int maxBytes)
            throws PublishFailure, InterruptedException {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(response.statusCode(), body.readNBytes(maxBytes));
            }
        } catch (IOException e) {
            throw new PublishFailure(e, otherwise, request.uri(), reason(e));
        }
    }

    // The client's own message is mostly empty.
    private static String reason(IOException e) {
        return switch (e) {
            case HttpTimeoutException timeout -> "no answer in time";
            case ConnectException refused when isUnresolved(refused) -> "no such host";
            case ConnectException refused -> "connection refused";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static boolean isUnresolved(Throwable e) {
        return e instanceof UnresolvedAddressException || (e.getCause() != null && isUnresolved(e.getCause()));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
