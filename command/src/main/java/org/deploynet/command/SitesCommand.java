package org.deploynet.command;

import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.PeerControl;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet sites}: what is served, what not, and what each site took and brought; its subcommands decide about one. */
@Command(
        name = "sites",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.sites.summary}",
        subcommands = {
            SitesBlockCommand.class,
            SitesAllowCommand.class,
            SitesPurgeCommand.class,
            SitesPinCommand.class,
            SitesUnpinCommand.class,
            SitesUnpaidCommand.class,
            SitesDenylistCommand.class
        })
final class SitesCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.sites.json}")
    private boolean json;

    /** Which super-peer is meant, also for the subcommands. */
    Places places() {
        return places.places();
    }

    @Override
    public Integer call() {
        SitesReport report = Engine.ask(places(), PeerControl::sites);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(ControlJson.pretty(report));
        } else {
            new SitesSentences(texts, Locale.getDefault(), ZoneId.systemDefault())
                    .of(report)
                    .forEach(out::println);
        }
        out.flush();
        return ExitCode.OK.number();
    }
}
