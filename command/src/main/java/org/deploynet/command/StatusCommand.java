package org.deploynet.command;

import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet status}: what the super-peer does now, in sentences or as JSON. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "${bundle:command.status.summary}")
final class StatusCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.status.json}")
    private boolean json;

    @Override
    public Integer call() {
        EngineSnapshot snapshot = Engine.ask(places.places(), PeerControl::snapshot);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(ControlJson.pretty(snapshot));
        } else {
            new StatusSentences(texts, Locale.getDefault(), ZoneId.systemDefault())
                    .of(snapshot)
                    .forEach(out::println);
        }
        return ExitCode.OK.number();
    }
}
