package org.deploynet.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.earnings.EarningsCsv;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet earnings transfers}: what was given to the budgets of sites, and what became of each order. */
@Command(name = "transfers", mixinStandardHelpOptions = true, description = "${bundle:command.transfers.summary}")
final class EarningsTransfersCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private EarningsCommand earnings;

    @ArgGroup
    private Form form = new Form();

    private static final class Form {
        @Option(names = "--json", description = "${bundle:command.earnings.json}")
        private boolean json;

        @Option(names = "--csv", description = "${bundle:command.transfers.csv}")
        private boolean csv;
    }

    @Override
    public Integer call() {
        return Engine.ask(earnings.places(), engine -> {
            Spending spending = engine.earnings().spending();
            PrintWriter out = spec.commandLine().getOut();
            if (form.csv) {
                EarningsCsv.transfers(spending.transfers(), out);
            } else if (form.json) {
                out.println(ControlJson.pretty(spending));
            } else {
                new EarningsSentences(texts, Locale.getDefault())
                        .transfers(spending)
                        .forEach(out::println);
            }
            out.flush();
            return ExitCode.OK.number();
        });
    }
}
