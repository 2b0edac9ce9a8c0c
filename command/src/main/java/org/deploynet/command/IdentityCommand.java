package org.deploynet.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploynet identity show|keychain|backup|restore}: the key that names this super-peer and earns its credits. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.identity.summary}",
        subcommands = {
            IdentityShowCommand.class,
            IdentityKeychainCommand.class,
            IdentityBackupCommand.class,
            IdentityRestoreCommand.class
        })
final class IdentityCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), spec.resourceBundle().getString("command.which"));
    }
}
