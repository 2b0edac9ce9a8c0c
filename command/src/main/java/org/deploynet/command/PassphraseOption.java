package org.deploynet.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.deploynet.command.identity.IdentityBackup;
import org.deploynet.i18n.Texts;
import picocli.CommandLine.Option;

/** The passphrase of a backup: from the terminal, which does not show it, or the first line of a file; never from the command line. */
final class PassphraseOption {
    private static final long MAX_FILE_BYTES = 4096;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "${bundle:command.identity.passphrase-file}")
    private Optional<Path> file = Optional.empty();

    /** One for a new backup: asked twice, and long enough. */
    char[] chosen(Texts texts) {
        char[] first = read(texts);
        if (first.length < IdentityBackup.MIN_PASSPHRASE_CHARS) {
            throw new CommandFailure(
                    ExitCode.BAD_USAGE, "command.identity.passphrase.short", IdentityBackup.MIN_PASSPHRASE_CHARS);
        }
        if (file.isEmpty() && !Arrays.equals(first, ask(texts, "command.identity.passphrase.again"))) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.identity.passphrase.differs");
        }
        return first;
    }

    char[] read(Texts texts) {
        return file.isPresent() ? firstLine(file.get()) : ask(texts, "command.identity.passphrase.ask");
    }

    private static char[] firstLine(Path path) {
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new CommandFailure(ExitCode.BAD_USAGE, "command.identity.passphrase.file", path);
            }
            return Files.readString(path).lines().findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.identity.unreadable", String.valueOf(e));
        }
    }

    private static char[] ask(Texts texts, String key) {
        // There is none where neither end is a terminal, whatever stands in for it.
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElseThrow(() -> new CommandFailure(ExitCode.BAD_USAGE, "command.identity.passphrase.no-terminal"));
        // Nothing at all where the terminal is closed instead of an answer.
        return Optional.ofNullable(console.readPassword("%s ", texts.get(key))).orElseGet(() -> new char[0]);
    }
}
