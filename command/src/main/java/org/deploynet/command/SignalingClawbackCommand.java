package org.deploynet.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.api.Clawback;
import org.deploynet.signaling.api.ClawbackReason;
import org.deploynet.signaling.api.ClawedBack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling clawback PEER SITE --reason CODE [--ticket ID]}. */
@Command(name = "clawback", mixinStandardHelpOptions = true, description = "${bundle:signaling.clawback.summary}")
final class SignalingClawbackCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PEER", description = "${bundle:signaling.clawback.peer}")
    @SuppressWarnings("NullAway.Init") // required
    private String peer;

    @Parameters(index = "1", paramLabel = "SITE", description = "${bundle:signaling.grant.site}")
    @SuppressWarnings("NullAway.Init") // required
    private String site;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "CODE",
            description = "${bundle:signaling.clawback.reason}")
    @SuppressWarnings("NullAway.Init") // required
    private String reason;

    @Option(names = "--ticket", paramLabel = "ID", description = "${bundle:signaling.clawback.ticket}")
    private Optional<String> ticket = Optional.empty();

    @Override
    public Integer call() {
        var wanted = new Clawback(
                SignalingArguments.key(peer),
                SignalingArguments.key(site),
                ticket,
                ClawbackReason.of(reason)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.BAD_USAGE, "signaling.bad", reason, "it is none of " + reasons())));
        ClawedBack taken = SignalingOperation.ask(signaling, admin -> admin.clawback(wanted));
        double credits = (double) taken.microcredits() / Price.MICROCREDITS_PER_CREDIT;
        spec.commandLine()
                .getOut()
                .println(texts.get(
                        "signaling.clawback.done",
                        credits,
                        taken.receipts(),
                        wanted.site().hex()));
        return ExitCode.OK.number();
    }

    private static String reasons() {
        return Arrays.stream(ClawbackReason.values()).map(ClawbackReason::code).collect(Collectors.joining(", "));
    }
}
