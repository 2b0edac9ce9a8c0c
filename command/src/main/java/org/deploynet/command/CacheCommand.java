package org.deploynet.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploynet cache}: the disk cache of a running super-peer. */
@Command(
        name = "cache",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.cache.summary}",
        subcommands = {
            CacheStatusCommand.class,
            CacheVerifyCommand.class,
            CacheScrubCommand.class,
            CacheMoveCommand.class,
            CachePolicyCommand.class,
            CachePinCommand.class,
            CacheShareCommand.class,
            CacheLimitCommand.class
        })
final class CacheCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), spec.resourceBundle().getString("command.which"));
    }
}
