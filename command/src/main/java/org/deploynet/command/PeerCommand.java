package org.deploynet.command;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.FillHours;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.engine.assembly.EngineAssembly;
import org.deploynet.engine.assembly.EngineOptions;
import org.deploynet.engine.assembly.EngineProcess;
import org.deploynet.engine.assembly.EngineStartException;
import org.deploynet.engine.assembly.ProcessEnd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet peer}: a super-peer without any window, until it is told to stop. */
@Command(name = "peer", mixinStandardHelpOptions = true, description = "${bundle:command.peer.summary}")
final class PeerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--signaling", paramLabel = "URL", description = "${bundle:command.peer.signaling}")
    private Optional<String> signaling = Optional.empty();

    @Option(
            names = "--upload",
            paramLabel = "RATE",
            converter = UploadConverter.class,
            description = "${bundle:command.peer.upload}")
    private Optional<UploadChoice> upload = Optional.empty();

    @Option(
            names = "--quota",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:command.peer.quota}")
    private Optional<Long> quota = Optional.empty();

    @Option(
            names = "--free-floor",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:command.peer.free-floor}")
    private Optional<Long> freeFloor = Optional.empty();

    @Option(names = "--browsers", paramLabel = "N", description = "${bundle:command.peer.browsers}")
    private Optional<Integer> browsers = Optional.empty();

    @Option(
            names = "--download",
            paramLabel = "RATE",
            converter = DownloadConverter.class,
            description = "${bundle:command.peer.download}")
    private Optional<DownloadLimit> download = Optional.empty();

    @Option(
            names = "--fill-hours",
            paramLabel = "HOURS",
            converter = FillHoursConverter.class,
            description = "${bundle:command.peer.fill-hours}")
    private Optional<FillHours> fillHours = Optional.empty();

    @Option(
            names = "--ports",
            paramLabel = "PORTS",
            converter = PortsConverter.class,
            description = "${bundle:command.peer.ports}")
    private Optional<PortChoice> ports = Optional.empty();

    @Option(names = "--allow-local-peers", description = "${bundle:command.peer.allow-local-peers}")
    private boolean allowLocalPeers;

    @Option(
            names = "--allow-local-origin",
            paramLabel = "URL",
            description = "${bundle:command.peer.allow-local-origin}")
    private Set<URI> localOrigins = Set.of();

    @Option(names = "--new-cache", description = "${bundle:command.peer.new-cache}")
    private boolean newCache;

    @Option(
            names = "--memory-mark",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:command.peer.memory-mark}")
    private Optional<Long> memoryMark = Optional.empty();

    @Option(names = "--supervised", description = "${bundle:command.peer.supervised}")
    private boolean supervised;

    @Option(names = "--owner", paramLabel = "NAME", description = "${bundle:command.peer.owner}")
    private String owner = "hand";

    @Override
    public Integer call() {
        var options = new EngineOptions(
                places.places(),
                owner,
                signaling,
                upload,
                quota,
                freeFloor,
                browsers,
                download,
                fillHours,
                ports,
                allowLocalPeers,
                localOrigins,
                newCache,
                memoryMark,
                supervised);
        try {
            ExitCode code = switch (EngineProcess.run(options, this::ready)) {
                case STOPPED -> ExitCode.OK;
                case RECYCLED -> ExitCode.RECYCLED;
            };
            ProcessEnd.now(code.number());
            return code.number();
        } catch (EngineStartException e) {
            throw new CommandFailure(code(e.why()), key(e.why()), e.detail());
        }
    }

    // One line for whoever started this process and waits for it.
    private void ready(EngineAssembly engine) {
        var out = spec.commandLine().getOut();
        String socket = engine.places().socket().toString();
        byte[] line = ControlJson.bytes(Map.of(
                "ready", true, "control", socket, "pid", ProcessHandle.current().pid()));
        out.println(new String(line, StandardCharsets.UTF_8));
        out.flush();
    }

    private static ExitCode code(EngineStartException.Why why) {
        return switch (why) {
            case ALREADY_RUNNING -> ExitCode.ALREADY_RUNNING;
            case FOLDER_NOT_USABLE, BAD_OPTION -> ExitCode.BAD_USAGE;
            case CACHE_NOT_USABLE,
                    CACHE_VANISHED,
                    CACHE_REPLACED,
                    CACHE_NEWER,
                    CACHE_READ_ONLY,
                    CACHE_FORBIDDEN,
                    CACHE_LOCKED -> ExitCode.CACHE_NOT_USABLE;
            case STATE_NOT_USABLE, STATE_NEWER, IDENTITY_DAMAGED, IDENTITY_MISSING -> ExitCode.ERROR;
            case DISK_BELOW_RESERVE -> ExitCode.DISK_BELOW_RESERVE;
            case NATIVE_LIBRARY -> ExitCode.ERROR;
        };
    }

    private static String key(EngineStartException.Why why) {
        return "command.peer.failed." + why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
