package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling grant SITE CREDITS}. */
@Command(name = "grant", mixinStandardHelpOptions = true, description = "${bundle:signaling.grant.summary}")
final class SignalingGrantCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SITE", description = "${bundle:signaling.grant.site}")
    @SuppressWarnings("NullAway.Init") // required
    private String site;

    @Parameters(index = "1", paramLabel = "CREDITS", description = "${bundle:signaling.grant.credits}")
    private long credits;

    @Override
    public Integer call() {
        KeyId id = SignalingArguments.key(site);
        if (credits < 1) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "signaling.bad", Long.toString(credits), "credits");
        }
        SignalingOperation.ask(signaling, admin -> {
            admin.grant(id, credits);
            return id;
        });
        spec.commandLine().getOut().println(texts.get("signaling.grant.done", id.hex(), credits));
        return ExitCode.OK.number();
    }
}
