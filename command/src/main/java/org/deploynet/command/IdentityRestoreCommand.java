package org.deploynet.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deploynet.command.identity.IdentityBackup;
import org.deploynet.command.identity.IdentityFolder;
import org.deploynet.control.place.Places;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.KeychainException;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet identity restore FILE}: takes the key of a backup; only while no engine runs. */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "${bundle:command.identity.restore.summary}")
final class IdentityRestoreCommand implements Callable<Integer> {
    private final Texts texts = Texts.of(Locale.getDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places = new PlaceOptions();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Option(names = "--replace", description = "${bundle:command.identity.restore.replace}")
    private boolean replace;

    @Parameters(paramLabel = "FILE", description = "${bundle:command.identity.restore.file}")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        IdentityBackup backup = IdentityFiles.backup(file);
        Places here = places.places();
        try {
            Files.createDirectories(here.state());
            EngineLock lock = EngineLock.acquire(here.lock())
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.ALREADY_RUNNING, "command.identity.restore.running", here.state()));
            try {
                return restore(backup, new IdentityFolder(here.state()));
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ERROR, "command.identity.restore.unwritable", here.state(), String.valueOf(e));
        }
    }

    private int restore(IdentityBackup backup, IdentityFolder folder) throws IOException {
        Optional<IdentityKeeper> here = folder.identity();
        Optional<KeyId> before = here.map(IdentityKeeper::id);
        boolean same = before.equals(Optional.of(backup.peer()));
        if (same && here.filter(IdentityRestoreCommand::isAtHand).isPresent()) {
            say("command.identity.restore.same", backup.peer());
            return ExitCode.OK.number();
        }
        if (before.isPresent() && !same && !replace) {
            throw new CommandFailure(ExitCode.ERROR, "command.identity.restore.another", before.get(), backup.peer());
        }
        IdentityBackup.Secret secret = checked(backup);
        Optional<Path> aside = folder.restore(backup.peer(), secret, Instant.now());
        say("command.identity.restore.done", backup.peer());
        aside.ifPresent(kept -> say("command.identity.restore.aside", kept));
        return ExitCode.OK.number();
    }

    // One whose keychain lost it, or does not open any more, is there by name only.
    private static boolean isAtHand(IdentityKeeper identity) {
        try {
            identity.key();
            return true;
        } catch (KeychainException e) {
            return false;
        }
    }

    private IdentityBackup.Secret checked(IdentityBackup backup) {
        IdentityBackup.Secret secret = IdentityFiles.open(backup, passphrase.read(texts), file);
        try {
            if (SigningKey.parse(secret.identity()).id().equals(backup.peer())) {
                return secret;
            }
        } catch (ProtocolException e) {
            // As one that names another.
        }
        throw new CommandFailure(ExitCode.ERROR, "command.identity.backup.damaged", file);
    }

    private void say(String key, Object argument) {
        spec.commandLine().getOut().println(texts.get(key, argument));
    }
}
