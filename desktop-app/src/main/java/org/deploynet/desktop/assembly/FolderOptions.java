package org.deploynet.desktop.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import picocli.CommandLine.Option;

/** The options that say whose application this is: by default this user's. The same as those of {@code deploynet peer}. */
final class FolderOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "${bundle:command.option.data}")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--config", paramLabel = "DIR", description = "${bundle:command.option.config}")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--state", paramLabel = "DIR", description = "${bundle:command.option.state}")
    private Optional<Path> state = Optional.empty();

    @Option(names = "--cache", paramLabel = "DIR", description = "${bundle:command.option.cache}")
    private Optional<Path> cache = Optional.empty();

    @Option(names = "--runtime", paramLabel = "DIR", description = "${bundle:command.option.runtime}")
    private Optional<Path> runtime = Optional.empty();

    /** @throws IllegalArgumentException with what is wrong in words */
    Places places() {
        return PlaceRules.ofThisSystem().places(new PlaceRules.Chosen(data, config, state, cache, runtime));
    }

    /** What an engine must be told to use the same folders, whatever its environment says. */
    static List<String> arguments(Places places) {
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("--config", places.config().toString()));
        arguments.addAll(List.of("--state", places.state().toString()));
        arguments.addAll(List.of("--cache", places.cache().toString()));
        arguments.addAll(List.of("--runtime", places.runtime().toString()));
        return arguments;
    }
}
