package org.deploynet.command;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.PeerControl;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One thing that is done about one site, and the sentence that says so. */
abstract class SiteOrder implements Callable<Integer> {
    final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private SitesCommand sites;

    @Parameters(paramLabel = "SITE", description = "${bundle:command.cache.site}")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String site;

    /** The site that is meant. */
    record Meant(String id, String name) {}

    /** Gives the order and returns what to say of it. */
    abstract String carryOut(PeerControl engine, Meant meant) throws IOException;

    @Override
    public Integer call() {
        String said = Engine.ask(sites.places(), engine -> carryOut(engine, meant(engine.sites())));
        var out = spec.commandLine().getOut();
        out.println(said);
        out.flush();
        return ExitCode.OK.number();
    }

    private Meant meant(SitesReport report) {
        String id = SiteNames.id(site, report);
        String name = report.sites().stream()
                .filter(known -> known.site().equals(id))
                .findFirst()
                .map(known -> SiteNames.name(id, known.origin()))
                .orElseGet(() -> SiteNames.shortId(id));
        return new Meant(id, name);
    }

    SitesSentences sentences() {
        return new SitesSentences(texts, Locale.getDefault(), ZoneId.systemDefault());
    }
}
