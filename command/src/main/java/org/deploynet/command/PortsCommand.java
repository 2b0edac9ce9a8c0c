package org.deploynet.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet ports 50000-50015}: says or sets by which ways browsers come in. */
@Command(name = "ports", mixinStandardHelpOptions = true, description = "${bundle:command.ports.summary}")
final class PortsCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PORTS",
            converter = PortsConverter.class,
            description = "${bundle:command.ports.choice}")
    private Optional<PortChoice> choice = Optional.empty();

    @Option(names = "--own-network", paramLabel = "on|off", description = "${bundle:command.ports.own-network}")
    private Optional<OnOff> ownNetwork = Optional.empty();

    @Override
    public Integer call() {
        NetworkReport now = Engine.ask(places.places(), engine -> {
            if (choice.isPresent()) {
                engine.ports(choice.get());
            }
            if (ownNetwork.isPresent()) {
                engine.ownNetwork(ownNetwork.get().isOn());
            }
            return engine.network();
        });
        var out = spec.commandLine().getOut();
        now.waysIn().forEach(row -> out.println(DoctorCommand.line(texts, row)));
        out.flush();
        return ExitCode.OK.number();
    }
}
