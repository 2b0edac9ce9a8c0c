package org.deploynet.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.deploynet.signaling.StartFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deploynet signaling}: runs a signaling server until it is told to stop. */
@Command(
        name = "signaling",
        mixinStandardHelpOptions = true,
        description = "Runs a signaling server, or steers a running one.")
final class SignalingCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of keys and ledger.")
    private Path data = Path.of("signaling-data");

    @Option(names = "--host", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "Port to listen on, 0 for any free one (${DEFAULT-VALUE}).")
    private int port = SignalingOptions.DEFAULT_PORT;

    @Option(
            names = "--allow-local-origin",
            paramLabel = "URL",
            description = "An origin that may be on a private address.")
    private Set<URI> localOrigins = Set.of();

    @Option(names = "--allow-local-peers", description = "Let private addresses of visitors and super-peers pass.")
    private boolean localPeers;

    @Option(names = "--pay-same-prefix", description = "Pay for a visitor and a super-peer in one /24 or /56, too.")
    private boolean paySamePrefix;

    @Option(names = "--price", description = "Microcredits a site pays per 10^9 bytes (${DEFAULT-VALUE}); 0 is free.")
    private long price = Price.DEFAULT;

    @Option(names = "--pending", paramLabel = "DURATION", description = "How long earned credits wait, as in PT72H.")
    private Duration pending = SignalingOptions.DEFAULT_PENDING;

    @Option(names = "--stun", paramLabel = "URL", description = "A STUN server that both sides are told.")
    private List<String> stun = List.of();

    @Override
    public Integer call() throws InterruptedException {
        SignalingOptions options = SignalingOptions.in(data)
                .withHost(host)
                .withPort(port)
                .withLocalOrigins(localOrigins)
                .withLocalPeers(localPeers)
                .withPaySamePrefix(paySamePrefix)
                .withPrice(price)
                .withPendingFor(pending)
                .withStun(stun);
        try {
            SignalingServer server = SignalingServer.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "signaling-close"));
            System.out.println(texts.get("signaling.ready", server.uri().toString()));
            new CountDownLatch(1).await();
            return 0;
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            return 1;
        }
    }
}
