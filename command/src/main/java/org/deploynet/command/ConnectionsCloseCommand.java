package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.deploynet.control.BrowserConnection;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code deploynet connections close ID}: sends one browser to its origin; the beginning of its id is enough. */
@Command(name = "close", mixinStandardHelpOptions = true, description = "${bundle:command.connections.close.summary}")
final class ConnectionsCloseCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private ConnectionsCommand connections;

    @Parameters(paramLabel = "ID", description = "${bundle:command.connections.close.id}")
    private String id = "";

    @Override
    public Integer call() {
        String said = Engine.ask(connections.places(), engine -> {
            BrowserConnection meant = meant(engine.connections());
            engine.disconnect(meant.id());
            return texts.get(
                    "command.connections.close.done", meant.id(), ConnectionTable.site(meant, engine.snapshot()));
        });
        spec.commandLine().getOut().println(said);
        return ExitCode.OK.number();
    }

    private BrowserConnection meant(List<BrowserConnection> all) {
        List<BrowserConnection> fitting =
                all.stream().filter(each -> each.id().startsWith(id)).toList();
        return fitting.stream()
                .filter(each -> each.id().equals(id) || fitting.size() == 1)
                .findFirst()
                .orElseThrow(() -> notOne(fitting));
    }

    private CommandFailure notOne(List<BrowserConnection> fitting) {
        if (fitting.isEmpty()) {
            return new CommandFailure(ExitCode.ERROR, "command.connections.close.unknown", id);
        }
        String ids = fitting.stream().map(BrowserConnection::id).collect(Collectors.joining(", "));
        return new CommandFailure(ExitCode.ERROR, "command.connections.close.ambiguous", id, ids);
    }
}
