package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling purge SITE [OBJECT…]}. */
@Command(name = "purge", mixinStandardHelpOptions = true, description = "${bundle:signaling.purge.summary}")
final class SignalingPurgeCommand implements Callable<Integer> {
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

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "OBJECT",
            description = "${bundle:signaling.purge.objects}")
    private List<String> objects = List.of();

    @Override
    public Integer call() {
        KeyId id = SignalingArguments.key(site);
        List<ObjectId> ids = objects.stream().map(SignalingArguments::object).toList();
        String order = SignalingOperation.ask(signaling, admin -> admin.purge(id, ids));
        spec.commandLine().getOut().println(texts.get("signaling.purge.done", order));
        return ExitCode.OK.number();
    }
}
