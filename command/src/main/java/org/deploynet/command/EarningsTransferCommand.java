package org.deploynet.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.control.words.CreditWords;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet earnings transfer AMOUNT SITE}: gives credits to the budget of a site, and waits for the network's answer. */
@Command(name = "transfer", mixinStandardHelpOptions = true, description = "${bundle:command.transfer.summary}")
final class EarningsTransferCommand implements Callable<Integer> {
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final int QUESTIONS = 25;

    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private EarningsCommand earnings;

    @Mixin
    private SureOption sure = new SureOption();

    @Parameters(
            index = "0",
            paramLabel = "CREDITS",
            converter = CreditsConverter.class,
            description = "${bundle:command.transfer.amount}")
    private long microcredits;

    @Parameters(index = "1", paramLabel = "SITE", description = "${bundle:command.transfer.site}")
    @SuppressWarnings("NullAway.Init") // required
    private String site;

    /** What there is to know before anything is given. */
    private record Before(String site, String name, Optional<Long> available) {}

    @Override
    public Integer call() {
        Before before = Engine.ask(earnings.places(), this::before);
        if (!sure.isMeant(means(before), spec.commandLine().getErr(), texts)) {
            throw new CommandFailure(ExitCode.ERROR, "command.sure.not");
        }
        return report(Engine.ask(earnings.places(), engine -> order(engine, before.site())), before.name());
    }

    private Before before(PeerControl engine) throws IOException {
        SitesReport known = engine.sites();
        String id = SiteNames.id(site, known);
        Optional<String> origin = known.sites().stream()
                .filter(one -> one.site().equals(id))
                .findFirst()
                .flatMap(SitesReport.Site::origin);
        return new Before(
                id, SiteNames.name(id, origin), engine.earnings().network().map(EarningsReport.Account::available));
    }

    private List<String> means(Before before) {
        var lines = new ArrayList<String>();
        lines.add(texts.get("command.transfer.means", CreditWords.exact(microcredits), before.name(), before.site()));
        lines.add(before.available()
                .map(available -> texts.get("command.transfer.available", credits(available)))
                .orElse(texts.get("command.earnings.no-network")));
        return lines;
    }

    private BudgetTransfer order(PeerControl engine, String id) throws IOException {
        BudgetTransfer now = engine.transfer(id, microcredits);
        for (int i = 0; i < QUESTIONS && now.state() == BudgetTransfer.State.WAITING; i++) {
            Watch.pause(BETWEEN);
            now = state(engine, now);
        }
        return now;
    }

    private static BudgetTransfer state(PeerControl engine, BudgetTransfer ordered) throws IOException {
        return engine.earnings().spending().transfers().stream()
                .filter(one -> one.id().equals(ordered.id()))
                .findFirst()
                .orElse(ordered);
    }

    private int report(BudgetTransfer became, String name) {
        String amount = CreditWords.exact(became.microcredits());
        PrintWriter out = spec.commandLine().getOut();
        switch (became.state()) {
            case DONE -> out.println(texts.get("command.transfer.done", amount, name));
            case WAITING -> out.println(texts.get("command.transfer.waiting", amount, name));
            case REFUSED ->
                throw new CommandFailure(
                        ExitCode.ERROR,
                        "command.transfer.refused",
                        amount,
                        became.refused().map(why -> texts.get(why.textKey())).orElse(""));
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private static String credits(long amount) {
        return CreditWords.format(amount, Locale.getDefault());
    }
}
