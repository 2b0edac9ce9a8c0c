package org.deploynet.command;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.deploynet.command.publish.Addresses;
import org.deploynet.command.publish.PublishFailure;
import org.deploynet.command.publish.PublishPlaces;
import org.deploynet.command.publish.PublisherKey;
import org.deploynet.command.publish.SiteDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code deploynet site status|page|tokens|caps}: what a network knows of one's own site. */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        description = "${bundle:site.summary}",
        subcommands = {SiteStatusCommand.class, SitePageCommand.class, SiteTokensCommand.class, SiteCapsCommand.class})
final class SiteCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Option(
            names = "--origin",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "${bundle:publish.option.origin}")
    private Optional<String> origin = Optional.empty();

    @Option(
            names = "--signaling",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "${bundle:publish.option.signaling}")
    private Optional<String> signaling = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "${bundle:site.option.key}")
    private Optional<Path> key = Optional.empty();

    /** A question to the network that only the site's publisher may ask. */
    @FunctionalInterface
    interface Question<T> {
        T ask(SiteDesk desk) throws PublishFailure, InterruptedException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), spec.resourceBundle().getString("command.which"));
    }

    <T> T ask(Question<T> question) throws InterruptedException {
        try {
            URI server = Addresses.signaling(given(signaling, "--signaling"));
            PublisherKey publisher = PublisherKey.existing(keyFile());
            try (var desk = new SiteDesk(server, publisher.key(), Clock.systemUTC())) {
                return question.ask(desk);
            }
        } catch (PublishFailure failure) {
            throw new CommandFailure(ExitCode.ERROR, failure.key(), failure.arguments());
        }
    }

    private Path keyFile() throws PublishFailure {
        if (key.isPresent()) {
            return key.get();
        }
        return PublishPlaces.ofThisSystem().key(Addresses.origin(given(origin, "--origin")));
    }

    private static String given(Optional<String> value, String option) {
        return value.orElseThrow(() -> new CommandFailure(ExitCode.BAD_USAGE, "site.missing", option));
    }
}
