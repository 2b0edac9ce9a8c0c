package org.deploynet.command.publish;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.util.Optional;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.SiteAccess;
import org.deploynet.protocol.signaling.SiteAccess.Want;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.signaling.api.AccessLink;
import org.deploynet.signaling.api.CapsReport;
import org.deploynet.signaling.api.NetworkName;
import org.deploynet.signaling.api.PageTokenSecret;
import org.deploynet.signaling.api.SiteReport;

/** What a signaling server tells the publisher of a site alone: asked for with the site's key. Used by one thread. */
public final class SiteDesk implements AutoCloseable {
    private static final Json JSON = Json.upTo(1024 * 1024);

    private final Asking http = new Asking();
    private final URI signaling;
    private final SigningKey key;
    private final Clock clock;

    public SiteDesk(URI signaling, SigningKey key, Clock clock) {
        this.signaling = signaling;
        this.key = key;
        this.clock = clock;
    }

    public SiteReport report() throws PublishFailure, InterruptedException {
        return ask(Want.REPORT, SiteReport.class);
    }

    /** Where a browser sees the same: an address that works once, for two minutes. */
    public URI page() throws PublishFailure, InterruptedException {
        return URI.create(signaling + ask(Want.PAGE, AccessLink.class).path());
    }

    /** Wants page tokens from now on, another secret for them, or none. */
    public PageTokenSecret tokens(Want change) throws PublishFailure, InterruptedException {
        return ask(change, PageTokenSecret.class);
    }

    /** Wants the site to pay for no more than this; all kinds of caps at once. */
    public CapsReport caps(SiteCaps wanted) throws PublishFailure, InterruptedException {
        return ask(Want.CAPS, Optional.of(wanted), CapsReport.class);
    }

    private <T> T ask(Want want, Class<T> type) throws PublishFailure, InterruptedException {
        return ask(want, Optional.empty(), type);
    }

    private <T> T ask(Want want, Optional<SiteCaps> caps, Class<T> type) throws PublishFailure, InterruptedException {
        KeyId network = read(send(Asking.request(signaling + "/v1/network").build()), NetworkName.class)
                .network();
        String wish = new SiteAccess(network, key.id(), want, clock.millis(), caps).sign(key);
        return read(
                send(Asking.request(signaling + "/v1/sites/" + key.id() + "/access")
                        .POST(BodyPublishers.ofString(wish))
                        .build()),
                type);
    }

    private Asking.Answer send(HttpRequest request) throws PublishFailure, InterruptedException {
        Asking.Answer answer = http.send(request, "publish.signalingUnreachable");
        return switch (answer.status()) {
            case 200 -> answer;
            case 404 ->
                throw new PublishFailure("site.unknown", signaling, key.id().hex());
            default -> throw new PublishFailure("site.refused", signaling, answer.status(), answer.text());
        };
    }

    private <T> T read(Asking.Answer answer, Class<T> type) throws PublishFailure {
        try {
            return JSON.read(answer.body(), type);
        } catch (ProtocolException e) {
            throw new PublishFailure(e, "publish.strangeAnswer", signaling, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
