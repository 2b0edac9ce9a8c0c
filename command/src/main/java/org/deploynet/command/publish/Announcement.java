package org.deploynet.command.publish;

import java.net.URI;
import java.net.http.HttpRequest;
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
    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(60);
    private static final Duration ASK_EVERY = Duration.ofMillis(300);

    private final Asking http = new Asking();
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
        HttpRequest post = Asking.request(addresses.signaling() + "/v1/sites")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeBytes(registration)))
                .build();
        Asking.Answer answer = http.send(post, "publish.signalingUnreachable");
        if (answer.status() / 100 != 2) {
            throw new PublishFailure("publish.notRegistered", addresses.signaling(), answer.status(), answer.text());
        }
        waitUntilActive(signed.manifest());
    }

    private void waitUntilActive(Manifest manifest) throws PublishFailure, InterruptedException {
        Instant end = clock.instant().plus(ACTIVE_WITHIN);
        URI address = URI.create(addresses.signaling() + "/v1/sites/" + manifest.site());
        while (clock.instant().isBefore(end)) {
            Asking.Answer answer =
                    http.send(Asking.request(address.toString()).build(), "publish.signalingUnreachable");
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

    private SiteState state(Asking.Answer answer) throws PublishFailure {
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
        HttpRequest get = Asking.request(address)
                .header("Accept-Encoding", "identity")
                .header("Cache-Control", "no-cache")
                .build();
        Asking.Answer answer = http.send(get, "publish.originUnreachable", expected.length + 1);
        if (answer.status() != 200) {
            throw new PublishFailure("publish.originAnswers", address, answer.status());
        }
        if (!Arrays.equals(answer.body(), expected)) {
            throw new PublishFailure("publish.originDiffers", address);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
