package org.deploynet.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.PeerControl;
import org.deploynet.control.earnings.EarningsCsv;
import org.deploynet.control.earnings.Receipts;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deploynet earnings}: what was earned, in sentences, as tables or for other programs; its subcommands give of it. */
@Command(
        name = "earnings",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.earnings.summary}",
        subcommands = {EarningsTransferCommand.class, EarningsTransfersCommand.class, EarningsAcceptLedgerCommand.class
        })
final class EarningsCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @ArgGroup
    private Which which = new Which();

    @ArgGroup
    private Form form = new Form();

    /** One table instead of the sentences. */
    private static final class Which {
        @Option(names = "--sites", description = "${bundle:command.earnings.sites}")
        private boolean sites;

        @Option(names = "--days", description = "${bundle:command.earnings.days}")
        private boolean days;

        @Option(names = "--receipts", description = "${bundle:command.earnings.receipts}")
        private boolean receipts;
    }

    private static final class Form {
        @Option(names = "--json", description = "${bundle:command.earnings.json}")
        private boolean json;

        @Option(names = "--csv", description = "${bundle:command.earnings.csv}")
        private boolean csv;
    }

    /** Which super-peer is meant, also for the subcommands. */
    Places places() {
        return places.places();
    }

    @Override
    public Integer call() {
        if (form.csv && !which.sites && !which.days && !which.receipts) {
            throw new ParameterException(spec.commandLine(), texts.get("command.earnings.csv.which"));
        }
        return Engine.ask(places.places(), engine -> {
            PrintWriter out = spec.commandLine().getOut();
            if (form.csv) {
                writeCsv(engine, out);
            } else if (form.json) {
                out.println(ControlJson.pretty(which.receipts ? Receipts.all(engine) : engine.earnings()));
            } else {
                sentences(engine).forEach(out::println);
            }
            out.flush();
            return ExitCode.OK.number();
        });
    }

    private void writeCsv(PeerControl engine, PrintWriter out) throws IOException {
        if (which.receipts) {
            EarningsCsv.receipts(Receipts.all(engine), out);
        } else if (which.days) {
            EarningsCsv.days(engine.earnings().days(), out);
        } else {
            EarningsCsv.sites(engine.earnings().sites(), out);
        }
    }

    private Iterable<String> sentences(PeerControl engine) throws IOException {
        var sentences = new EarningsSentences(texts, Locale.getDefault());
        if (which.receipts) {
            return sentences.receipts(Receipts.all(engine));
        }
        if (which.days) {
            return sentences.days(engine.earnings().days());
        }
        return which.sites ? sentences.sites(engine.earnings().sites()) : sentences.of(engine.earnings());
    }
}
