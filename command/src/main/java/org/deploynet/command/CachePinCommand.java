package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.CacheReport;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet cache pin SITE}: nothing of a site is evicted. */
@Command(name = "pin", mixinStandardHelpOptions = true, description = "${bundle:command.cache.pin.summary}")
final class CachePinCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(arity = "0..1", paramLabel = "SITE", description = "${bundle:command.cache.site}")
    private Optional<String> site = Optional.empty();

    @Option(names = "--remove", description = "${bundle:command.cache.pin.remove}")
    private boolean remove;

    @Option(names = "--list", description = "${bundle:command.cache.pin.list}")
    private boolean list;

    @Override
    public Integer call() {
        if (list == site.isPresent() || (list && remove)) {
            throw new ParameterException(spec.commandLine(), texts.get("command.cache.pin.which"));
        }
        List<CacheReport.Site> sites = Engine.ask(places.places(), engine -> {
            if (site.isPresent()) {
                engine.pin(SiteNames.id(site.get(), engine.cache()), !remove);
            }
            return engine.cache().sites();
        });
        var out = spec.commandLine().getOut();
        sites.stream()
                .filter(CacheReport.Site::pinned)
                .forEach(each -> out.println(texts.get("command.cache.pin.pinned", each.origin(), each.site())));
        if (sites.stream().noneMatch(CacheReport.Site::pinned)) {
            out.println(texts.get("command.cache.pin.none"));
        }
        return ExitCode.OK.number();
    }
}
