package org.deploynet.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code deploynet} command line. */
@Command(
        name = "deploynet",
        mixinStandardHelpOptions = true,
        subcommands = {})
public final class DeployNet {
    private DeployNet() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DeployNet()).execute(arguments));
    }
}
