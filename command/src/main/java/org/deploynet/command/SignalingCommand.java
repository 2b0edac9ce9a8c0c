package org.deploynet.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.deploynet.signaling.StartFailure;
import org.deploynet.signaling.regions.Regions;
import org.deploynet.signaling.stun.StunListen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling}: runs a signaling server until it is told to stop. */
@Command(
        name = "signaling",
        mixinStandardHelpOptions = true,
        description = "${bundle:signaling.summary}",
        subcommands = {
            SignalingAlarmsCommand.class,
            SignalingClawbackCommand.class,
            SignalingCorrectCommand.class,
            SignalingGrantCommand.class,
            SignalingPageCommand.class,
            SignalingPeersCommand.class,
            SignalingPurgeCommand.class,
            SignalingStatusCommand.class
        })
final class SignalingCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "${bundle:signaling.option.data}")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "${bundle:signaling.option.host}")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "${bundle:signaling.option.port}")
    private int port = SignalingOptions.DEFAULT_PORT;

    @Option(
            names = "--allow-local-origin",
            paramLabel = "URL",
            description = "${bundle:signaling.option.allow-local-origin}")
    private Set<URI> localOrigins = Set.of();

    @Option(names = "--allow-local-peers", description = "${bundle:signaling.option.allow-local-peers}")
    private boolean localPeers;

    @Option(names = "--pay-same-prefix", description = "${bundle:signaling.option.pay-same-prefix}")
    private boolean paySamePrefix;

    @Option(names = "--regions", paramLabel = "FILE", description = "${bundle:signaling.option.regions}")
    private Optional<Path> regions = Optional.empty();

    @Mixin
    private GuardOptions guard = new GuardOptions();

    @Option(names = "--price", paramLabel = "CREDITS", description = "${bundle:signaling.option.price}")
    private BigDecimal price = BigDecimal.ONE;

    @Option(names = "--pending", paramLabel = "DURATION", description = "${bundle:signaling.option.pending}")
    private Duration pending = SignalingOptions.DEFAULT_PENDING;

    @Option(names = "--stun", paramLabel = "URL", description = "${bundle:signaling.option.stun}")
    private List<String> stun = List.of();

    @Option(names = "--stun-listen", paramLabel = "ADDRESS", description = "${bundle:signaling.option.stun-listen}")
    private List<String> stunListen = List.of();

    @Mixin
    private TurnOptions turn = new TurnOptions();

    @Option(names = "--holders", paramLabel = "N", description = "${bundle:signaling.option.holders}")
    private int holders = SignalingOptions.DEFAULT_HOLDERS;

    /** The folder that was given, or this user's. */
    Path data() {
        return data.orElseGet(() -> PlaceRules.ofThisSystem()
                .places(PlaceRules.Chosen.NOTHING)
                .state()
                .resolve("signaling"));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (SignalingServer server = SignalingServer.start(options())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endInOrder(server), "signaling-close"));
            var out = spec.commandLine().getOut();
            out.println(texts.get("signaling.ready", server.uri().toString()));
            out.flush();
            new CountDownLatch(1).await();
            return ExitCode.OK.number();
        } catch (StartFailure failure) {
            throw explained(failure);
        }
    }

    // The ledger is closed before the process ends; without halt that would be with 143, which a service manager calls
    // a failure.
    private static void endInOrder(SignalingServer server) {
        server.close();
        Runtime.getRuntime().halt(ExitCode.OK.number());
    }

    private SignalingOptions options() {
        try {
            SignalingOptions options = SignalingOptions.in(data())
                    .withHost(host)
                    .withPort(port)
                    .withLocalOrigins(localOrigins)
                    .withLocalPeers(localPeers)
                    .withPaySamePrefix(paySamePrefix)
                    .withPayCaps(guard.caps())
                    .withAlarmRule(guard.alarmRule())
                    .withPrice(price.multiply(BigDecimal.valueOf(Price.MICROCREDITS_PER_CREDIT))
                            .longValueExact())
                    .withPendingFor(pending)
                    .withStun(stun)
                    .withStunListen(stunListen.stream().map(StunListen::parse).toList())
                    .withHolders(holders)
                    .withRegions(regions.map(SignalingCommand::read).orElse(Regions.NONE));
            return turn.relay().map(options::withTurn).orElse(options);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "signaling.bad", "signaling", String.valueOf(e.getMessage()));
        }
    }

    private static Regions read(Path file) {
        try {
            return Regions.read(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_USAGE, "signaling.regions.unreadable", String.valueOf(e.getMessage()));
        }
    }

    private CommandFailure explained(StartFailure failure) {
        String why = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case PORT_TAKEN ->
                new CommandFailure(ExitCode.ERROR, "signaling.failed.port-taken", Integer.toString(port));
            case ADDRESS_UNUSABLE -> new CommandFailure(ExitCode.ERROR, "signaling.failed.address-unusable", why);
            case STUN_UNUSABLE -> new CommandFailure(ExitCode.ERROR, "signaling.failed.stun-unusable", why);
            case FOLDER_UNUSABLE -> new CommandFailure(ExitCode.ERROR, "signaling.failed.folder-unusable", why);
            case FOLDER_IN_USE -> new CommandFailure(ExitCode.ALREADY_RUNNING, "signaling.failed.folder-in-use", why);
            case NEWER_DATA -> new CommandFailure(ExitCode.ERROR, "signaling.failed.newer-data", why);
            case DAMAGED_DATA -> new CommandFailure(ExitCode.ERROR, "signaling.failed.damaged-data", why);
        };
    }
}
