package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling correct ENTRY}. */
@Command(name = "correct", mixinStandardHelpOptions = true, description = "${bundle:signaling.correct.summary}")
final class SignalingCorrectCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ENTRY", description = "${bundle:signaling.correct.entry}")
    private long entry;

    @Override
    public Integer call() {
        if (entry < 1) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "signaling.bad", Long.toString(entry), "entry");
        }
        SignalingOperation.ask(signaling, admin -> {
            admin.correct(entry);
            return entry;
        });
        spec.commandLine().getOut().println(texts.get("signaling.correct.done", entry));
        return ExitCode.OK.number();
    }
}
