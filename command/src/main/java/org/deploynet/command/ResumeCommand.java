package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deploynet resume}: ends a pause or a drain. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "${bundle:command.resume.summary}")
final class ResumeCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Override
    public Integer call() {
        // Asked first: an engine in safe mode starts anew when it resumes.
        EngineSnapshot before = Engine.ask(places.places(), engine -> {
            EngineSnapshot snapshot = engine.snapshot();
            engine.resume();
            return snapshot;
        });
        spec.commandLine()
                .getOut()
                .println(
                        before.allowance().level() == SharingLevel.PAUSED
                                ? texts.get(
                                        "command.resume.held",
                                        NowSentences.here(texts).rules(before.allowance(), before.at()))
                                : texts.get("command.resume.done"));
        return ExitCode.OK.number();
    }
}
