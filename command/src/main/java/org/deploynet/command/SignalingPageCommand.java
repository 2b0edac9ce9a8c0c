package org.deploynet.command;

import java.util.concurrent.Callable;
import org.deploynet.signaling.SignalingAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling page}. */
@Command(name = "page", mixinStandardHelpOptions = true, description = "${bundle:signaling.page.summary}")
final class SignalingPageCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(SignalingOperation.ask(signaling, SignalingAdmin::page));
        return ExitCode.OK.number();
    }
}
