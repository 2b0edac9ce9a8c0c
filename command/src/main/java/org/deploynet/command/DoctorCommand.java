package org.deploynet.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.PeerControl;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.Step;
import org.deploynet.control.nat.Steps;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code deploynet doctor}: how browsers can reach this machine, and why. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "${bundle:command.doctor.summary}")
final class DoctorCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofMillis(200);

    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.doctor.json}")
    private boolean json;

    @Option(names = "--test", description = "${bundle:command.doctor.test}")
    private boolean test;

    @Override
    public Integer call() {
        Found found = Engine.ask(places.places(), this::find);
        NetworkReport report = found.report();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ControlJson.pretty(withSteps(found)));
        } else {
            say(out, report);
            found.word()
                    .map(new ReputationSentences(texts, Locale.getDefault(), ZoneId.systemDefault())::whole)
                    .ifPresent(lines -> lines.forEach(out::println));
        }
        out.flush();
        boolean isReached = report.natClass() == NatClass.OPEN || report.natClass() == NatClass.MODERATE;
        return (isReached ? ExitCode.OK : ExitCode.ERROR).number();
    }

    /** How browsers reach this machine, and what the network makes of it once they did, if it has said so. */
    private record Found(NetworkReport report, Optional<Reputation> word) {}

    private Found find(PeerControl engine) throws IOException {
        NetworkReport report = test ? tested(engine) : engine.network();
        return new Found(report, engine.snapshot().reputation());
    }

    private static NetworkReport tested(PeerControl engine) throws IOException {
        engine.testNetwork();
        NetworkReport report = engine.network();
        while (report.testing()) {
            Watch.pause(EVERY);
            report = engine.network();
        }
        return report;
    }

    private void say(PrintWriter out, NetworkReport report) {
        out.println(texts.get(report.natClass().textKey()));
        out.println(texts.get(report.shareKey(), report.shareArguments().toArray()));
        for (NetworkReport.Row row : report.rows()) {
            out.println("  " + line(texts, row));
        }
        report.testedAt().ifPresent(at -> out.println(texts.get("command.doctor.tested", local(at))));
        for (NetworkReport.Past past : report.history()) {
            out.println("  "
                    + texts.get(
                            report.textKey(past),
                            local(past.since()),
                            texts.get(past.natClass().nameKey())));
        }
        if (report.testing()) {
            out.println(texts.get("command.doctor.testing"));
        }
        if (!report.advice().isEmpty()) {
            out.println(texts.get("command.doctor.advice"));
            report.advice().stream().map(Advice::textKey).forEach(key -> out.println("  " + texts.get(key)));
        }
        List<Step> steps = Steps.of(report);
        if (!steps.isEmpty()) {
            out.println(texts.get("command.doctor.steps"));
            for (int i = 0; i < steps.size(); i++) {
                out.println("  " + texts.get(Step.NUMBERED_KEY, i + 1, sentence(steps.get(i))));
            }
        }
    }

    private ObjectNode withSteps(Found found) {
        var json = (ObjectNode) ControlJson.tree(found.report());
        json.set(
                "steps",
                ControlJson.tree(
                        Steps.of(found.report()).stream().map(this::sentence).toList()));
        found.word().ifPresent(word -> json.set("reputation", ControlJson.tree(word)));
        return json;
    }

    private String sentence(Step step) {
        return texts.get(step.textKey(), step.arguments().toArray());
    }

    static String line(Texts texts, NetworkReport.Row row) {
        return texts.get(row.labelKey()) + ": "
                + texts.get(row.textKey(), row.arguments().toArray());
    }

    private static String local(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(Locale.getDefault())
                .format(at.atZone(ZoneId.systemDefault()));
    }
}
