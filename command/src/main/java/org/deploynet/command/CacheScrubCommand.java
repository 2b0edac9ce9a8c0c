package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet cache scrub}: begins a check of all that is kept and does not wait for its end. */
@Command(name = "scrub", mixinStandardHelpOptions = true, description = "${bundle:command.cache.scrub.summary}")
final class CacheScrubCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--stop", description = "${bundle:command.cache.scrub.stop}")
    private boolean stop;

    @Override
    public Integer call() {
        Engine.ask(places.places(), engine -> {
            engine.scrub(!stop);
            return true;
        });
        spec.commandLine()
                .getOut()
                .println(texts.get(stop ? "command.cache.scrub.stopped" : "command.cache.scrub.started"));
        return ExitCode.OK.number();
    }
}
