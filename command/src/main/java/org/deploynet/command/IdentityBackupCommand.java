package org.deploynet.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deploynet.command.identity.IdentityBackup;
import org.deploynet.command.identity.IdentityFolder;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet identity backup FILE}: the key in one encrypted file; the engine may run meanwhile. */
@Command(name = "backup", mixinStandardHelpOptions = true, description = "${bundle:command.identity.backup.summary}")
final class IdentityBackupCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Parameters(paramLabel = "FILE", description = "${bundle:command.identity.backup.file}")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new CommandFailure(ExitCode.ERROR, "command.identity.backup.exists", file);
        }
        var folder = new IdentityFolder(places.places().state());
        SigningKey key = IdentityFiles.key(IdentityFiles.identity(folder));
        char[] chosen = passphrase.chosen(texts);
        try {
            DurableFile.write(
                    file.toAbsolutePath(),
                    IdentityBackup.of(key.id(), folder.secret(key), chosen).text());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.identity.backup.unwritable", file, String.valueOf(e));
        }
        // One that cannot be opened again is none.
        IdentityFiles.open(IdentityFiles.backup(file), chosen, file);
        spec.commandLine().getOut().println(texts.get("command.identity.backup.done", key.id(), file));
        return ExitCode.OK.number();
    }
}
