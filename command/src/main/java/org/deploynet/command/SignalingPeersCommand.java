package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling peers on|off [SITE]}. */
@Command(name = "peers", mixinStandardHelpOptions = true, description = "${bundle:signaling.peers.summary}")
final class SignalingPeersCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "on|off", description = "${bundle:signaling.peers.switch}")
    @SuppressWarnings("NullAway.Init") // required
    private OnOff onOff;

    @Parameters(index = "1", arity = "0..1", paramLabel = "SITE", description = "${bundle:signaling.peers.site}")
    private Optional<String> site = Optional.empty();

    @Override
    public Integer call() {
        Optional<KeyId> id = site.map(SignalingArguments::key);
        SignalingOperation.ask(signaling, admin -> {
            admin.peers(id, !onOff.isOn());
            return id;
        });
        spec.commandLine().getOut().println(id.map(this::saidOf).orElseGet(this::saidOfAll));
        return ExitCode.OK.number();
    }

    private String saidOf(KeyId one) {
        return texts.get(onOff.isOn() ? "signaling.peers.on" : "signaling.peers.off", one.hex());
    }

    private String saidOfAll() {
        return texts.get(onOff.isOn() ? "signaling.peers.on.all" : "signaling.peers.off.all");
    }
}
