package org.deploynet.command;

import java.io.IOException;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.publish.ProgressBar;
import org.deploynet.control.CacheReport;
import org.deploynet.control.PeerControl;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code deploynet cache verify}: checks all that is kept now and waits for the end; 1 when something was rotten. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "${bundle:command.cache.verify.summary}")
final class CacheVerifyCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Override
    public Integer call() {
        CacheReport.Scrub checked = Engine.ask(places.places(), this::verify);
        spec.commandLine()
                .getOut()
                .println(texts.get(
                        checked.rotFound() == 0 ? "command.cache.verify.sound" : "command.cache.verify.found",
                        count(checked.piecesChecked()),
                        count(checked.rotFound())));
        return (checked.rotFound() == 0 ? ExitCode.OK : ExitCode.ERROR).number();
    }

    private CacheReport.Scrub verify(PeerControl engine) throws IOException {
        engine.scrub(true);
        try (var line = new ProgressLine(spec.commandLine().getErr(), ProgressBar.hasTerminal())) {
            return Watch.until(engine, report -> !report.scrub().underWay(), report -> draw(line, report.scrub()))
                    .scrub();
        }
    }

    private void draw(ProgressLine line, CacheReport.Scrub scrub) {
        String found = texts.get("command.cache.verify.so-far", count(scrub.piecesChecked()), count(scrub.rotFound()));
        String waits =
                scrub.pausedBecause().map(why -> " " + texts.get(why.textKey())).orElse("");
        line.draw(scrub.piecesChecked(), scrub.piecesTotal(), found + waits);
    }

    private static String count(long number) {
        return NumberFormat.getIntegerInstance(Locale.getDefault()).format(number);
    }
}
