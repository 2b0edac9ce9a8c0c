package org.deploynet.signaling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.AccessLink;
import org.deploynet.signaling.api.Clawback;
import org.deploynet.signaling.api.ClawedBack;
import org.deploynet.signaling.api.Correction;
import org.deploynet.signaling.api.Failure;
import org.deploynet.signaling.api.Grant;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.PeersSwitch;
import org.deploynet.signaling.api.PurgeAccepted;
import org.deploynet.signaling.api.PurgeRequest;
import org.deploynet.signaling.api.SpendingAlarms;
import org.deploynet.signaling.storage.DataFolder;

/** The operator's side of a running server, found by its data folder. Safe from any thread; blocks. */
public final class SignalingAdmin implements AutoCloseable {
    private static final Json JSON = Json.upTo(64 * 1024);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** No server with that data folder answers. */
    public static final class NotRunning extends Exception {
        NotRunning(Path data, Throwable cause) {
            super("no signaling server runs with the data folder " + data, cause);
        }

        NotRunning(Path data) {
            super("no signaling server runs with the data folder " + data);
        }
    }

    /** The server does not do it; the message is its own. */
    public static final class Refused extends Exception {
        Refused(String why) {
            super(why);
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Path data;
    private final URI server;
    private final String token;

    private SignalingAdmin(Path data, URI server, String token) {
        this.data = data;
        this.server = server;
        this.token = token;
    }

    /** Of the server that runs with {@code data}. */
    public static SignalingAdmin of(Path data) throws NotRunning {
        try {
            String address = DataFolder.runningAddress(data).orElseThrow(() -> new NotRunning(data));
            return new SignalingAdmin(data, URI.create(address), DataFolder.tokenIn(data));
        } catch (IOException e) {
            throw new NotRunning(data, e);
        }
    }

    public URI server() {
        return server;
    }

    public void grant(KeyId site, long credits) throws NotRunning, Refused {
        post("/v1/admin/grant", new Grant(site, credits), Grant.class);
    }

    /** Gives back to the site what a super-peer earned with it and cannot use yet. */
    public ClawedBack clawback(Clawback wanted) throws NotRunning, Refused {
        return post("/v1/admin/clawback", wanted, ClawedBack.class);
    }

    /** Undoes entry {@code entry} of the ledger, a grant or a transfer, by another one. */
    public void correct(long entry) throws NotRunning, Refused {
        post("/v1/admin/correct", new Correction(entry), Correction.class);
    }

    /** Orders every super-peer to delete {@code objects} of {@code site}, or all of it. Returns the order's id. */
    public String purge(KeyId site, List<ObjectId> objects) throws NotRunning, Refused {
        return post("/v1/admin/purge", new PurgeRequest(site, objects), PurgeAccepted.class)
                .purge();
    }

    /** Switches super-peers off or on again for {@code site}, or for all sites where none is named. */
    public void peers(Optional<KeyId> site, boolean off) throws NotRunning, Refused {
        post("/v1/admin/peers", new PeersSwitch(site, off), PeersSwitch.class);
    }

    public Health health() throws NotRunning, Refused {
        return send(request("/health").build(), Health.class);
    }

    /** The newest alarms of all sites. */
    public SpendingAlarms alarms() throws NotRunning, Refused {
        return send(authorized("/v1/admin/alarms").build(), SpendingAlarms.class);
    }

    /** Where a browser sees the operator's page: an address that works once, for two minutes. */
    public URI page() throws NotRunning, Refused {
        HttpRequest request =
                authorized("/v1/admin/access").POST(BodyPublishers.noBody()).build();
        return server.resolve(send(request, AccessLink.class).path());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> T post(String path, Object body, Class<T> answer) throws NotRunning, Refused {
        HttpRequest request = authorized(path)
                .POST(BodyPublishers.ofByteArray(JSON.writeBytes(body)))
                .build();
        return send(request, answer);
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    }

    private <T> T send(HttpRequest request, Class<T> answer) throws NotRunning, Refused {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 400) {
                throw new Refused(JSON.read(response.body(), Failure.class).error());
            }
            return JSON.read(response.body(), answer);
        } catch (IOException e) {
            throw new NotRunning(data, e);
        } catch (ProtocolException e) {
            throw new Refused("the server's answer is not understood: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotRunning(data, e);
        }
    }
}
