package org.deploynet.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.CacheReport;
import org.deploynet.control.PeerControl;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet cache status}: how the cache does, in sentences or as JSON. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "${bundle:command.cache.status.summary}")
final class CacheStatusCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.cache.status.json}")
    private boolean json;

    @Override
    public Integer call() {
        CacheReport report = Engine.ask(places.places(), PeerControl::cache);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(ControlJson.pretty(report));
        } else {
            new CacheSentences(texts, Locale.getDefault()).of(report).forEach(out::println);
        }
        return ExitCode.OK.number();
    }
}
