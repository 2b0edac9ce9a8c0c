package org.deploynet.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploynet receipts export|verify}: the signed receipts, for whoever wants to check them. */
@Command(
        name = "receipts",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.receipts.summary}",
        subcommands = {ReceiptsExportCommand.class, ReceiptsVerifyCommand.class})
final class ReceiptsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), spec.resourceBundle().getString("command.which"));
    }
}
