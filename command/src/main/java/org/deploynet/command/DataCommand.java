package org.deploynet.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code deploynet data --cap 250GB --reset-day 14}: what may cross the line in a month, and what did. */
@Command(name = "data", mixinStandardHelpOptions = true, description = "${bundle:command.data.summary}")
final class DataCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(
            names = "--cap",
            paramLabel = "SIZE|none",
            converter = CapConverter.class,
            description = "${bundle:command.data.set-cap}")
    private Optional<CapConverter.Cap> cap = Optional.empty();

    @Option(names = "--counts", paramLabel = "up|down|both", description = "${bundle:command.data.set-counts}")
    private Optional<DataCap.Counts> counts = Optional.empty();

    @Option(
            names = "--reset-day",
            paramLabel = "DAY",
            converter = DayOfMonthConverter.class,
            description = "${bundle:command.data.set-reset-day}")
    private Optional<Integer> resetDay = Optional.empty();

    @Option(names = "--paced", paramLabel = "on|off", description = "${bundle:command.data.set-paced}")
    private Optional<OnOff> paced = Optional.empty();

    @Option(names = "--json", description = "${bundle:command.data.json}")
    private boolean json;

    @Override
    public Integer call() {
        Sharing sharing = Engine.ask(places.places(), engine -> {
            if (cap.isPresent() || counts.isPresent() || resetDay.isPresent() || paced.isPresent()) {
                engine.rules(RulesChange.NOTHING.with(
                        SharingRules.DATA_CAP, changed(engine.sharing().rules().dataCap())));
            }
            return Sharing.of(engine);
        });
        PrintWriter out = spec.commandLine().getOut();
        DataCap now = sharing.report().rules().dataCap();
        if (json) {
            out.println(ControlJson.pretty(json(sharing.report())));
        } else {
            new DataSentences(texts, Locale.getDefault())
                    .of(now, sharing.report().data())
                    .forEach(out::println);
            NowSentences.here(texts).of(sharing).forEach(out::println);
        }
        return ExitCode.OK.number();
    }

    // By the keys that the rules and their report have in docs/control.md.
    private static ObjectNode json(SharingReport report) {
        return ControlJson.object()
                .set(
                        SharingRules.DATA_CAP.key(),
                        ControlJson.tree(report.rules().dataCap()))
                .set("data", ControlJson.tree(report.data()));
    }

    private DataCap changed(DataCap before) {
        return new DataCap(
                cap.map(CapConverter.Cap::bytes).orElse(before.bytes()),
                counts.orElse(before.counts()),
                resetDay.orElse(before.resetDay()),
                paced.map(OnOff::isOn).orElse(before.paced()));
    }
}
