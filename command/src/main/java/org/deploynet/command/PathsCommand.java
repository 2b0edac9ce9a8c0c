package org.deploynet.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.engine.cache.CacheLocation;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet paths}: where everything is; needs no running engine. */
@Command(name = "paths", mixinStandardHelpOptions = true, description = "${bundle:command.paths.summary}")
final class PathsCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.paths.json}")
    private boolean json;

    // A cache that was moved is where the state folder says.
    private static EnginePlaces found(Places by) {
        Path cache = CacheLocation.recorded(new NioDisk(), by.state(), by.cache());
        return new Places(by.config(), by.state(), cache, by.runtime()).forFaces();
    }

    @Override
    public Integer call() {
        EnginePlaces found = found(places.places());
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? ControlJson.pretty(found)
                                : texts.get(
                                        "command.paths.list",
                                        found.config(),
                                        found.state(),
                                        found.cache(),
                                        found.socket()));
        return ExitCode.OK.number();
    }
}
