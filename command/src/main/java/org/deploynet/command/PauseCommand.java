package org.deploynet.command;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.words.PauseWords;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet pause 2h}: shares nothing for a while, or until resumed. */
@Command(name = "pause", mixinStandardHelpOptions = true, description = "${bundle:command.pause.summary}")
final class PauseCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    // Several words, so that "pause 15 min" needs no quotes.
    @Parameters(arity = "0..2", paramLabel = "DURATION", description = "${bundle:command.pause.duration}")
    private String[] words = {};

    @Override
    public Integer call() {
        Optional<Duration> length = words.length == 0 ? Optional.empty() : Optional.of(length(String.join(" ", words)));
        Engine.ask(places.places(), engine -> {
            engine.pause(length);
            return true;
        });
        spec.commandLine()
                .getOut()
                .println(length.map(d -> texts.get("command.pause.for", PauseWords.format(d)))
                        .orElse(texts.get("command.pause.until-resumed")));
        return ExitCode.OK.number();
    }

    private static Duration length(String text) {
        try {
            return PauseWords.parse(text, ZonedDateTime.now(ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.pause.bad", text, String.valueOf(e.getMessage()));
        }
    }
}
