package org.deploynet.command;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.SignalingAdmin;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.api.SpendingAlarms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet signaling alarms}. */
@Command(name = "alarms", mixinStandardHelpOptions = true, description = "${bundle:signaling.alarms.summary}")
final class SignalingAlarmsCommand implements Callable<Integer> {
    private static final Json JSON = Json.upTo(64 * 1024);

    private final Texts texts = Texts.of(Locale.getDefault());

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SignalingCommand signaling;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--json", description = "${bundle:signaling.status.json}")
    private boolean json;

    @Override
    public Integer call() {
        SpendingAlarms found = SignalingOperation.ask(signaling, SignalingAdmin::alarms);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.write(found));
        } else if (found.alarms().isEmpty()) {
            out.println(texts.get("signaling.alarms.none"));
        } else {
            found.alarms().forEach(alarm -> out.println(sentence(alarm)));
        }
        return ExitCode.OK.number();
    }

    private String sentence(SpendingAlarm alarm) {
        return texts.get(
                "signaling.alarms.one",
                Instant.ofEpochMilli(alarm.hour()).toString(),
                alarm.site().hex(),
                credits(alarm.spent()),
                credits(alarm.usual()));
    }

    private static double credits(long microcredits) {
        return (double) microcredits / Price.MICROCREDITS_PER_CREDIT;
    }
}
