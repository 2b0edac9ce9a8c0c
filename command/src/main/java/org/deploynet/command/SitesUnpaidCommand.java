package org.deploynet.command;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet sites unpaid on|off}: says or sets whether visits that pay nothing are served. */
@Command(name = "unpaid", mixinStandardHelpOptions = true, description = "${bundle:command.sites.unpaid.summary}")
final class SitesUnpaidCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SitesCommand sites;

    @Parameters(arity = "0..1", paramLabel = "on|off", description = "${bundle:command.sites.unpaid.choice}")
    private Optional<OnOff> choice = Optional.empty();

    @Override
    public Integer call() {
        SitesReport now = Engine.ask(sites.places(), engine -> {
            if (choice.isPresent()) {
                engine.serveUnpaid(choice.get().isOn());
            }
            return engine.sites();
        });
        var out = spec.commandLine().getOut();
        out.println(new SitesSentences(texts, Locale.getDefault(), ZoneId.systemDefault()).unpaid(now.servesUnpaid()));
        out.flush();
        return ExitCode.OK.number();
    }
}
