package org.deploynet.signaling;

import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A running signaling server: who is online, handshakes, tickets and the ledger. Safe from any thread. */
public final class SignalingServer implements AutoCloseable {
    private final Server jetty;
    private final URI uri;

    private SignalingServer(Server jetty, URI uri) {
        this.jetty = jetty;
        this.uri = uri;
    }

    /** Starts it; when this returns, it answers at {@link #uri}. */
    public static SignalingServer start(SignalingOptions options) throws StartFailure {
        var jetty = new Server();
        var connector = new ServerConnector(jetty);
        connector.setHost(options.host());
        connector.setPort(options.port());
        jetty.addConnector(connector);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new StartFailure(StartFailure.Reason.PORT_TAKEN, "port " + options.port() + " is taken", e);
        }
        return new SignalingServer(jetty, URI.create("http://" + options.host() + ":" + connector.getLocalPort()));
    }

    /** Where it answers HTTP, {@code http://host:port}; its sockets are at {@code ws://host:port/v1/…}. */
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("could not stop the server", e);
        }
    }
}
