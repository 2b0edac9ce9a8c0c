package org.deploynet.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.FillHours;
import org.deploynet.control.PeerControl;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code deploynet limit --up "5 MB/s" --down "2 MB/s" --fill-hours 22:00-07:00}: at once and for later starts. Without options
 * it says what the limits are and what counts now.
 */
@Command(name = "limit", mixinStandardHelpOptions = true, description = "${bundle:command.limit.summary}")
final class LimitCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());
    private final LimitSentences sentences = new LimitSentences(texts, Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    private Limits limits = new Limits();

    @ArgGroup(exclusive = false, multiplicity = "0..1")
    private Alternative alternative = new Alternative();

    /** Those that count unless a rule says otherwise. */
    static final class Limits {
        @Option(
                names = {"--up", "--upload"},
                paramLabel = "RATE",
                converter = UploadConverter.class,
                description = "${bundle:command.limit.up}")
        private Optional<UploadChoice> upload = Optional.empty();

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

        @Option(
                names = "--browsers",
                paramLabel = "N",
                converter = BrowsersConverter.class,
                description = "${bundle:command.limit.browsers}")
        private Optional<Integer> browsers = Optional.empty();

        private boolean isEmpty() {
            return upload.isEmpty() && download.isEmpty() && fillHours.isEmpty() && browsers.isEmpty();
        }

        private void set(PeerControl engine) throws IOException {
            if (upload.isPresent()) {
                engine.limit(upload.get());
            }
            if (download.isPresent()) {
                engine.limitDownload(download.get());
            }
            if (fillHours.isPresent()) {
                engine.fillHours(fillHours.get());
            }
            if (browsers.isPresent()) {
                engine.limitBrowsers(browsers.get());
            }
        }
    }

    /** Those that count where a rule says so. */
    static final class Alternative {
        @Option(names = "--alternative", paramLabel = "on|off", description = "${bundle:command.limit.alternative}")
        private Optional<OnOff> on = Optional.empty();

        @Option(
                names = "--alternative-up",
                paramLabel = "RATE",
                converter = RateConverter.class,
                description = "${bundle:command.limit.alternative-up}")
        private Optional<UploadLimit> upload = Optional.empty();

        @Option(
                names = "--alternative-down",
                paramLabel = "RATE",
                converter = DownloadConverter.class,
                description = "${bundle:command.limit.alternative-down}")
        private Optional<DownloadLimit> download = Optional.empty();

        private boolean isEmpty() {
            return on.isEmpty() && upload.isEmpty() && download.isEmpty();
        }

        private void set(PeerControl engine) throws IOException {
            if (!isEmpty()) {
                AlternativeLimits before = engine.sharing().rules().alternative();
                engine.rules(RulesChange.NOTHING.with(
                        SharingRules.ALTERNATIVE,
                        new AlternativeLimits(
                                on.map(OnOff::isOn).orElse(before.on()),
                                upload.orElse(before.upload()),
                                download.orElse(before.download()))));
            }
        }
    }

    @Override
    public Integer call() {
        Sharing sharing = Engine.ask(places.places(), engine -> {
            limits.set(engine);
            alternative.set(engine);
            return Sharing.of(engine);
        });
        boolean asked = limits.isEmpty() && alternative.isEmpty();
        (asked ? all(sharing) : changed(sharing)).forEach(spec.commandLine().getOut()::println);
        return ExitCode.OK.number();
    }

    private List<String> all(Sharing sharing) {
        var snapshot = sharing.snapshot();
        var lines = new ArrayList<String>();
        lines.add(sentences.upload(snapshot));
        lines.add(sentences.download(snapshot.filling().limit()));
        lines.add(sentences.hours(snapshot.filling().hours()));
        lines.add(sentences.browsers(snapshot.browsers().atMost()));
        lines.add(sentences.alternative(sharing.report().rules().alternative()));
        lines.addAll(NowSentences.here(texts).of(sharing));
        return lines;
    }

    private List<String> changed(Sharing sharing) {
        var lines = new ArrayList<String>();
        limits.upload.map(set -> sentences.upload(sharing.snapshot())).ifPresent(lines::add);
        limits.download.map(sentences::download).ifPresent(lines::add);
        limits.fillHours.map(sentences::hours).ifPresent(lines::add);
        limits.browsers.map(sentences::browsers).ifPresent(lines::add);
        if (!alternative.isEmpty()) {
            lines.add(sentences.alternative(sharing.report().rules().alternative()));
        }
        lines.addAll(NowSentences.here(texts).ifHeldBack(sharing));
        return lines;
    }
}
