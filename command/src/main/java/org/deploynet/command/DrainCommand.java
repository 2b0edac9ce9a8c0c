package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deploynet drain}: serves what is connected, then pauses. */
@Command(name = "drain", mixinStandardHelpOptions = true, description = "${bundle:command.drain.summary}")
final class DrainCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Override
    public Integer call() {
        Engine.ask(places.places(), engine -> {
            engine.drain();
            return true;
        });
        spec.commandLine().getOut().println(texts.get("command.drain.done"));
        return ExitCode.OK.number();
    }
}
