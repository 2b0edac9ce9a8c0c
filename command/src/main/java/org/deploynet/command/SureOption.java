package org.deploynet.command;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Option;

/** Asks before something that cannot be taken back. Whoever says {@code --yes} is asked nothing. */
final class SureOption {
    @Option(names = "--yes", description = "${bundle:command.sure.option}")
    private boolean yes;

    /** Says what will happen; true if that is meant. Without a terminal nobody can be asked, which is bad usage. */
    boolean isMeant(Iterable<String> means, PrintWriter err, Texts texts) {
        means.forEach(err::println);
        err.flush();
        return yes || isMeant(texts);
    }

    private static boolean isMeant(Texts texts) {
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> new CommandFailure(ExitCode.BAD_USAGE, "command.sure.no-terminal"));
        // Nothing at all where the terminal is closed instead of an answer.
        String said = Optional.ofNullable(console.readLine("%s ", texts.get("command.sure.ask")))
                .orElse("");
        return Arrays.asList(texts.get("command.sure.words").split(" "))
                .contains(said.strip().toLowerCase(Locale.ROOT));
    }
}
