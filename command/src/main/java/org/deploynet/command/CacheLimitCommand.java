package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.CacheReport;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploynet cache limit --quota 30GB --free 15GB}: sets both at once and for later starts. */
@Command(name = "limit", mixinStandardHelpOptions = true, description = "${bundle:command.cache.limit.summary}")
final class CacheLimitCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(
            names = "--quota",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:command.cache.limit.quota}")
    private Optional<Long> quota = Optional.empty();

    @Option(
            names = {"--free", "--free-floor"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "${bundle:command.cache.limit.free}")
    private Optional<Long> free = Optional.empty();

    @Override
    public Integer call() {
        if (quota.isEmpty() && free.isEmpty()) {
            throw new ParameterException(spec.commandLine(), texts.get("command.cache.limit.which"));
        }
        CacheReport now = Engine.ask(places.places(), engine -> {
            engine.bounds(quota, free);
            return engine.cache();
        });
        spec.commandLine()
                .getOut()
                .println(texts.get(
                        "command.cache.limit.done",
                        SizeWords.format(now.fill().quotaBytes(), Locale.getDefault()),
                        SizeWords.format(now.fill().freeFloorBytes(), Locale.getDefault())));
        return ExitCode.OK.number();
    }
}
