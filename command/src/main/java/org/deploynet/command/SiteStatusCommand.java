package org.deploynet.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.publish.SiteDesk;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.api.SiteStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet site status}: the figures of the publisher's page. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "${bundle:site.status.summary}")
final class SiteStatusCommand implements Callable<Integer> {
    private static final Json JSON = Json.upTo(1024 * 1024);
    private static final double GIGA = 1e9;

    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SiteCommand site;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--json", description = "${bundle:signaling.status.json}")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        SiteReport report = site.ask(SiteDesk::report);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.write(report));
        } else {
            say(report, out);
        }
        return ExitCode.OK.number();
    }

    private void say(SiteReport report, PrintWriter out) {
        SiteStatus status = report.status();
        out.println(texts.get(
                "site.status.is", status.origin(), state(status), status.site().hex()));
        out.println(texts.get(
                "site.status.budget", credits(status.granted() + status.budget()), credits(status.reserved())));
        out.println(texts.get("site.status.spent", credits(report.spent()), report.bytes() / GIGA));
        new CapsSentences(texts, Locale.getDefault()).of(report.caps()).forEach(out::println);
        report.alarms()
                .forEach(alarm -> out.println(texts.get(
                        "site.status.alarm",
                        Instant.ofEpochMilli(alarm.hour()).toString(),
                        credits(alarm.spent()),
                        credits(alarm.usual()))));
        report.refused()
                .forEach(counted -> out.println(texts.get(
                        "site.status.refused",
                        counted.times(),
                        texts.get("signaling.site.refused." + counted.what()))));
        if (!report.days().isEmpty()) {
            out.println();
            days(report).forEach(out::println);
        }
    }

    private String state(SiteStatus status) {
        String state = texts.get("signaling.site.state." + status.state());
        return status.why().map(why -> state + " " + why).orElse(state);
    }

    private List<String> days(SiteReport report) {
        return TextTable.lines(
                List.of(
                        TextTable.column(texts.get("signaling.site.day"), false),
                        TextTable.column(texts.get("signaling.site.paid"), true),
                        TextTable.column(texts.get("signaling.site.served"), true)),
                report.days().stream()
                        .map(day -> List.of(
                                LocalDate.ofEpochDay(day.day()).toString(),
                                texts.get("signaling.page.credits", credits(day.spent())),
                                texts.get("signaling.page.gigabytes", day.allBytes() / GIGA)))
                        .toList());
    }

    private static double credits(long microcredits) {
        return (double) microcredits / Price.MICROCREDITS_PER_CREDIT;
    }
}
