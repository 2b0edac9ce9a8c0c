package org.deploynet.signaling.web;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.NetworkName;
import org.deploynet.signaling.guard.Alarms;
import org.deploynet.signaling.guard.OwnCaps;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Checkpoints;
import org.deploynet.signaling.ledger.Corrections;
import org.deploynet.signaling.links.PeersOff;
import org.deploynet.signaling.purge.Purges;
import org.deploynet.signaling.reports.Reports;
import org.deploynet.signaling.sites.Sites;
import org.deploynet.signaling.socket.SuperPeerSocket;
import org.deploynet.signaling.socket.VisitorSocket;
import org.deploynet.signaling.socket.Wires;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The listening port with its sockets and pages. Everything runs on virtual threads, so everything may block. */
public final class WebFront implements AutoCloseable {
    private static final Duration HTTP_IDLE = Duration.ofSeconds(30);
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int MAX_FRAMES_WAITING = 256;

    /** The parts of the server that are reached from outside. */
    public record Parts(
            Wires wires,
            SuperPeerSocket.Parts superPeers,
            VisitorSocket.Parts visitors,
            Sites sites,
            Budgets budgets,
            Corrections corrections,
            Alarms alarms,
            OwnCaps caps,
            Reports reports,
            Checkpoints checkpoints,
            Purges purges,
            PeersOff off,
            SigningKey network,
            String adminToken,
            Supplier<Health> health) {}

    private final SignalingOptions options;
    private final Parts parts;
    private final Server jetty = new Server(new VirtualThreadPool());
    private final ServerConnector connector;

    public WebFront(SignalingOptions options, Parts parts) {
        this.options = options;
        this.parts = parts;
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setHeaderCacheCaseSensitive(true);
        this.connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    }

    public void start() throws Exception {
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(HTTP_IDLE.toMillis());
        jetty.addConnector(connector);
        jetty.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));
        var sockets = WebSocketUpgradeHandler.from(jetty, this::configure);
        sockets.setHandler(api());
        jetty.setHandler(sockets);
        jetty.start();
    }

    public URI uri() {
        String host = options.host().indexOf(':') >= 0 ? "[" + options.host() + "]" : options.host();
        return URI.create("http://" + host + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        parts.wires().close();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("could not stop listening", e);
        }
    }

    private HttpApi api() {
        var network = new NetworkName(parts.network().id(), parts.network().publicKey());
        var sites = new SiteApi(
                parts.sites(), parts.budgets(), parts.purges(), network.network(), options.price(), options.clock());
        var admin = new AdminApi(
                parts.adminToken(),
                parts.network(),
                parts.budgets(),
                parts.corrections(),
                parts.alarms(),
                parts.off(),
                parts.sites(),
                sites,
                options.clock());
        var access = new AccessApi(
                sites,
                admin,
                parts.reports(),
                parts.alarms(),
                parts.visitors().tokens(),
                parts.caps(),
                () -> parts.superPeers().reputations().lowest(OperatorPage.LOWEST),
                parts.health(),
                network.network(),
                options.clock());
        return new HttpApi(sites, new LedgerApi(parts.checkpoints()), admin, access, network, parts.health());
    }

    private void configure(ServerWebSocketContainer container) {
        container.setMaxTextMessageSize(SignalingCodec.MAX_BYTES);
        container.setMaxBinaryMessageSize(SignalingCodec.MAX_BYTES);
        container.setMaxFrameSize(SignalingCodec.MAX_BYTES);
        container.setMaxOutgoingFrames(MAX_FRAMES_WAITING);
        // Our own pings decide who is dead; this only ends a write that nobody reads.
        container.setIdleTimeout(options.pingEvery().multipliedBy(4));
        container.addMapping("/v1/super-peer", (_, _, _) -> new SuperPeerSocket(parts.wires(), parts.superPeers()));
        container.addMapping(
                "/v1/visitor",
                (request, _, _) -> new VisitorSocket(
                        parts.wires(),
                        parts.visitors(),
                        Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN))));
    }
}
