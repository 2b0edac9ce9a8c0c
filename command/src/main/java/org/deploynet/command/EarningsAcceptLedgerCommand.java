package org.deploynet.command;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.words.CreditWords;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet earnings accept-ledger}: the operator restored the ledger from a backup, and the owner goes on from there. */
@Command(name = "accept-ledger", mixinStandardHelpOptions = true, description = "${bundle:command.accept.summary}")
final class EarningsAcceptLedgerCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private EarningsCommand earnings;

    @Mixin
    private SureOption sure = new SureOption();

    @Override
    public Integer call() {
        LedgerReport report = Engine.ask(earnings.places(), PeerControl::ledger);
        LedgerReport.Alarm alarm =
                report.alarm().orElseThrow(() -> new CommandFailure(ExitCode.ERROR, "command.accept.nothing"));
        List<String> means = List.of(
                texts.get("command.accept.kept", report.kept().map(this::words).orElse("")),
                texts.get("command.accept.shown", words(alarm.shown()), alarm.how()),
                texts.get("command.accept.means"));
        if (!sure.isMeant(means, spec.commandLine().getErr(), texts)) {
            throw new CommandFailure(ExitCode.ERROR, "command.sure.not");
        }
        LedgerAccepted accepted = Engine.ask(
                earnings.places(), engine -> engine.acceptLedger(alarm.shown().head()));
        var out = spec.commandLine().getOut();
        out.println(texts.get(
                "command.accept.done",
                CreditWords.format(accepted.askedAgain(), Locale.getDefault()),
                accepted.evidence()));
        out.flush();
        return ExitCode.OK.number();
    }

    private String words(LedgerReport.Head head) {
        return texts.get(
                "command.accept.head",
                head.entries(),
                head.head(),
                Moments.of(head.signedAt(), Locale.getDefault(), ZoneId.systemDefault()));
    }
}
