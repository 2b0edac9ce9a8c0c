package org.deploynet.command;

import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which super-peer is meant: by default this user's. A subcommand of one that has them has them, too. */
final class PlaceOptions {
    @Option(
            names = "--data",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "${bundle:command.option.data}")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "${bundle:command.option.config}")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--state",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "${bundle:command.option.state}")
    private Optional<Path> state = Optional.empty();

    @Option(
            names = "--cache",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "${bundle:command.option.cache}")
    private Optional<Path> cache = Optional.empty();

    @Option(
            names = "--runtime",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "${bundle:command.option.runtime}")
    private Optional<Path> runtime = Optional.empty();

    Places places() {
        try {
            return PlaceRules.ofThisSystem().places(new PlaceRules.Chosen(data, config, state, cache, runtime));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.place.bad", String.valueOf(e.getMessage()));
        }
    }
}
