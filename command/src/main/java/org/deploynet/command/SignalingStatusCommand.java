package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.SignalingAdmin;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.PairCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling status}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "${bundle:signaling.status.summary}")
final class SignalingStatusCommand implements Callable<Integer> {
    private static final Json JSON = Json.upTo(64 * 1024);

    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--json", description = "${bundle:signaling.status.json}")
    private boolean json;

    private record Found(String server, Health health) {}

    @Override
    public Integer call() {
        Found found = SignalingOperation.ask(signaling, SignalingStatusCommand::look);
        Health health = found.health();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.write(health));
            return ExitCode.OK.number();
        }
        out.println(texts.get(
                "signaling.status.running", found.server(), health.network().hex()));
        out.println(texts.get(
                "signaling.status.counts", health.superPeers(), health.visitors(), health.sites(), health.links()));
        if (health.peersOff()) {
            out.println(texts.get("signaling.status.off.all"));
        } else if (health.sitesOff() > 0) {
            out.println(texts.get("signaling.status.off", health.sitesOff()));
        }
        if (health.alarms() > 0) {
            out.println(texts.get("signaling.status.alarms", health.alarms()));
        }
        if (!health.unpaid().isEmpty()) {
            out.println(texts.get("signaling.unpaid", unpaid(health)));
        }
        for (PairCount pair : health.pairs()) {
            out.println(texts.get(
                    "signaling.status.pair",
                    name(pair.peer()),
                    browser(pair),
                    pair.tried(),
                    pair.connected(),
                    pair.relayed()));
        }
        return ExitCode.OK.number();
    }

    private String unpaid(Health health) {
        return health.unpaid().stream()
                .map(count -> texts.get("signaling.unpaid." + count.why(), count.tickets()))
                .collect(Collectors.joining("; "));
    }

    private String browser(PairCount pair) {
        return pair.ipv6() ? texts.get("signaling.pairs.ipv6", name(pair.visitor())) : name(pair.visitor());
    }

    private String name(Reachability reachability) {
        return texts.get("signaling.pairs.class." + reachability.name().toLowerCase(Locale.ROOT));
    }

    private static Found look(SignalingAdmin admin) throws SignalingAdmin.NotRunning, SignalingAdmin.Refused {
        return new Found(admin.server().toString(), admin.health());
    }
}
