package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.words.RateWords;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet limit --up "5 MB/s"}: sets the upload limit at once and for later starts. */
@Command(name = "limit", mixinStandardHelpOptions = true, description = "${bundle:command.limit.summary}")
final class LimitCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(
            names = {"--up", "--upload"},
            required = true,
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "${bundle:command.limit.up}")
    @SuppressWarnings("NullAway.Init") // required
    private UploadLimit upload;

    @Override
    public Integer call() {
        Engine.ask(places.places(), engine -> {
            engine.limit(upload);
            return true;
        });
        spec.commandLine()
                .getOut()
                .println(
                        upload.isUnlimited()
                                ? texts.get("command.status.unlimited")
                                : texts.get(
                                        "command.status.limit",
                                        RateWords.formatWithBits(upload.bytesPerSecond(), Locale.getDefault())));
        return ExitCode.OK.number();
    }
}
