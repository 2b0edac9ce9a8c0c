package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.FillHours;
import org.deploynet.control.UploadLimit;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet limit --up "5 MB/s" --down "2 MB/s" --fill-hours 22:00-07:00}: at once and for later starts. */
@Command(name = "limit", mixinStandardHelpOptions = true, description = "${bundle:command.limit.summary}")
final class LimitCommand implements Callable<Integer> {
    private final LimitSentences sentences = new LimitSentences(Texts.of(Locale.getDefault()), Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Limits limits = new Limits();

    /** At least one of them. */
    static final class Limits {
        @Option(
                names = {"--up", "--upload"},
                paramLabel = "RATE",
                converter = RateConverter.class,
                description = "${bundle:command.limit.up}")
        private Optional<UploadLimit> upload = Optional.empty();

        @Option(
                names = {"--down", "--download"},
                paramLabel = "RATE",
                converter = DownloadConverter.class,
                description = "${bundle:command.limit.down}")
        private Optional<DownloadLimit> download = Optional.empty();

        @Option(
                names = "--fill-hours",
                paramLabel = "HOURS",
                converter = FillHoursConverter.class,
                description = "${bundle:command.limit.fill-hours}")
        private Optional<FillHours> fillHours = Optional.empty();
    }

    @Override
    public Integer call() {
        Engine.ask(places.places(), engine -> {
            if (limits.upload.isPresent()) {
                engine.limit(limits.upload.get());
            }
            if (limits.download.isPresent()) {
                engine.limitDownload(limits.download.get());
            }
            if (limits.fillHours.isPresent()) {
                engine.fillHours(limits.fillHours.get());
            }
            return true;
        });
        var out = spec.commandLine().getOut();
        limits.upload.map(sentences::upload).ifPresent(out::println);
        limits.download.map(sentences::download).ifPresent(out::println);
        limits.fillHours.map(sentences::hours).ifPresent(out::println);
        return ExitCode.OK.number();
    }
}
