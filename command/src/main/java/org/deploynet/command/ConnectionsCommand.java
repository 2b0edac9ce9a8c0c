package org.deploynet.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.publish.ProgressBar;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.PeerControl;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet connections}: the browsers connected now, once or again and again. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        description = "${bundle:command.connections.summary}",
        subcommands = ConnectionsCloseCommand.class)
final class ConnectionsCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--json", description = "${bundle:command.connections.json}")
    private boolean json;

    @Option(names = "--watch", description = "${bundle:command.connections.watch}")
    private boolean watch;

    Places places() {
        return places.places();
    }

    @Override
    public Integer call() {
        return Engine.ask(places(), engine -> {
            say(engine);
            // Ends when what reads this has ended, as "head" does; picocli's own writer hides that.
            while (watch && !System.out.checkError()) {
                Watch.pause(EVERY);
                say(engine);
            }
            return ExitCode.OK.number();
        });
    }

    private void say(PeerControl engine) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<BrowserConnection> connections = engine.connections();
        if (json) {
            out.println(watch ? line(connections) : ControlJson.pretty(connections));
        } else {
            out.print(watch && ProgressBar.hasTerminal() ? CLEAR_SCREEN : "");
            new ConnectionTable(texts, Locale.getDefault(), ZoneId.systemDefault())
                    .of(connections, engine.snapshot())
                    .forEach(out::println);
        }
        out.flush();
    }

    private static String line(List<BrowserConnection> connections) {
        return new String(ControlJson.bytes(connections), StandardCharsets.UTF_8);
    }
}
