package org.deploynet.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploynet when --on-battery limited --add vlc}: on which power and line, and beside whom and what, is shared. */
@Command(name = "when", mixinStandardHelpOptions = true, description = "${bundle:command.when.summary}")
final class WhenCommand implements Callable<Integer> {
    private static final String NONE = "none";

    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Option(names = "--on-battery", paramLabel = "LEVEL", description = "${bundle:command.when.set-on-battery}")
    private Optional<SharingLevel> onBattery = Optional.empty();

    @Option(names = "--on-metered", paramLabel = "LEVEL", description = "${bundle:command.when.set-on-metered}")
    private Optional<SharingLevel> onMetered = Optional.empty();

    @Option(names = "--while-running", paramLabel = "LEVEL", description = "${bundle:command.when.set-while-running}")
    private Optional<SharingLevel> whileRunning = Optional.empty();

    @Option(names = "--on-vpn", paramLabel = "LEVEL", description = "${bundle:command.when.set-on-vpn}")
    private Optional<SharingLevel> onVpn = Optional.empty();

    @Option(names = "--on-networks", paramLabel = "LEVEL", description = "${bundle:command.when.set-on-networks}")
    private Optional<SharingLevel> onNetworks = Optional.empty();

    @Option(names = "--networks", paramLabel = "NAME,…|none", description = "${bundle:command.when.networks}")
    private Optional<String> networks = Optional.empty();

    @Option(names = "--while-used", paramLabel = "LEVEL", description = "${bundle:command.when.set-while-used}")
    private Optional<SharingLevel> whileUsed = Optional.empty();

    @Option(
            names = "--while-full-screen",
            paramLabel = "LEVEL",
            description = "${bundle:command.when.set-while-full-screen}")
    private Optional<SharingLevel> whileFullScreen = Optional.empty();

    @Option(names = "--programs", paramLabel = "NAME,…|none", description = "${bundle:command.when.programs}")
    private Optional<String> programs = Optional.empty();

    @Option(names = "--add", split = ",", paramLabel = "NAME", description = "${bundle:command.when.add}")
    private List<String> added = List.of();

    @Option(names = "--remove", split = ",", paramLabel = "NAME", description = "${bundle:command.when.remove}")
    private List<String> removed = List.of();

    @Option(names = "--json", description = "${bundle:command.when.json}")
    private boolean json;

    @Override
    public Integer call() {
        Sharing sharing = Engine.ask(places.places(), engine -> {
            RulesChange change = change(engine.sharing().rules());
            if (!change.equals(RulesChange.NOTHING)) {
                engine.rules(change);
            }
            return Sharing.of(engine);
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ControlJson.pretty(sharing.report()));
        } else {
            NowSentences now = NowSentences.here(texts);
            new WhenSentences(texts, now).of(sharing.report()).forEach(out::println);
            now.of(sharing).forEach(out::println);
        }
        return ExitCode.OK.number();
    }

    private RulesChange change(SharingRules before) {
        boolean listsPrograms = programs.isPresent() || !added.isEmpty() || !removed.isEmpty();
        RulesChange change = RulesChange.NOTHING
                .withGiven(SharingRules.ON_BATTERY, onBattery)
                .withGiven(SharingRules.ON_METERED, onMetered)
                .withGiven(SharingRules.WHILE_RUNNING, whileRunning)
                .withGiven(
                        SharingRules.APPLICATIONS,
                        listsPrograms ? Optional.of(listed(before.applications())) : Optional.empty())
                .withGiven(SharingRules.WHILE_USED, whileUsed)
                .withGiven(SharingRules.WHILE_FULL_SCREEN, whileFullScreen)
                .withGiven(SharingRules.ON_VPN, onVpn)
                .withGiven(SharingRules.ON_NETWORKS, onNetworks)
                .withGiven(SharingRules.NETWORKS, networks.map(WhenCommand::names));
        try {
            change.on(before);
            return change;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.when.bad", String.valueOf(e.getMessage()));
        }
    }

    private List<String> listed(List<String> before) {
        var names = new ArrayList<>(programs.map(WhenCommand::names).orElse(before));
        names.addAll(added.stream().map(String::strip).toList());
        Stream.concat(programs.stream().flatMap(words -> names(words).stream()), added.stream())
                .filter(name -> name.contains("/") || name.contains("\\"))
                .findFirst()
                .ifPresent(path -> {
                    throw new CommandFailure(ExitCode.BAD_USAGE, "command.when.path", path);
                });
        for (String name : removed) {
            if (!names.removeIf(name.strip()::equalsIgnoreCase)) {
                throw new CommandFailure(ExitCode.BAD_USAGE, "command.when.not-listed", name, words(names));
            }
        }
        return names;
    }

    private static List<String> names(String words) {
        return words.strip().equals(NONE)
                ? List.of()
                : Stream.of(words.split(",", -1)).map(String::strip).toList();
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "–" : String.join(", ", names);
    }
}
