package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet cache share SITE 10}: the most of the cache that a site may take. */
@Command(name = "share", mixinStandardHelpOptions = true, description = "${bundle:command.cache.share.summary}")
final class CacheShareCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(index = "0", paramLabel = "SITE", description = "${bundle:command.cache.site}")
    @SuppressWarnings("NullAway.Init") // required
    private String site;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PERCENT",
            description = "${bundle:command.cache.share.percent}")
    private Optional<Integer> percent = Optional.empty();

    @Option(names = "--remove", description = "${bundle:command.cache.share.remove}")
    private boolean remove;

    @Override
    public Integer call() {
        boolean fits = percent.filter(most -> most >= 1 && most <= 100).isPresent();
        if (remove ? percent.isPresent() : !fits) {
            throw new ParameterException(spec.commandLine(), texts.get("command.cache.share.which"));
        }
        Engine.ask(places.places(), engine -> {
            engine.capShare(SiteNames.id(site, engine.cache()), percent);
            return true;
        });
        spec.commandLine()
                .getOut()
                .println(percent.map(most -> texts.get("command.cache.share.done", site, String.valueOf(most)))
                        .orElse(texts.get("command.cache.share.removed", site)));
        return ExitCode.OK.number();
    }
}
