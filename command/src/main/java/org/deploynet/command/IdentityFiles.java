package org.deploynet.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.deploynet.command.identity.IdentityBackup;
import org.deploynet.command.identity.IdentityFolder;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.KeychainException;
import org.deploynet.protocol.key.SigningKey;

/** What the identity commands read, or a sentence why they cannot. */
final class IdentityFiles {
    private IdentityFiles() {}

    static IdentityKeeper identity(IdentityFolder folder) {
        try {
            return folder.identity()
                    .orElseThrow(() -> new CommandFailure(ExitCode.ERROR, "command.identity.none", folder.state()));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.identity.unreadable", String.valueOf(e.getMessage()));
        }
    }

    static SigningKey key(IdentityKeeper identity) {
        try {
            return identity.key();
        } catch (KeychainException e) {
            throw failure(e);
        }
    }

    static CommandFailure failure(KeychainException e) {
        String trouble = e.trouble().name().toLowerCase(Locale.ROOT);
        return new CommandFailure(
                ExitCode.ERROR, "command.identity.keychain." + trouble, String.valueOf(e.getMessage()));
    }

    static IdentityBackup backup(Path file) {
        try {
            return IdentityBackup.read(file);
        } catch (IdentityBackup.Unusable e) {
            throw failure(e, file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ERROR, "command.identity.unreadable", String.valueOf(e));
        }
    }

    static IdentityBackup.Secret open(IdentityBackup backup, char[] passphrase, Path file) {
        try {
            return backup.open(passphrase);
        } catch (IdentityBackup.Unusable e) {
            throw failure(e, file);
        }
    }

    private static CommandFailure failure(IdentityBackup.Unusable e, Path file) {
        String key = switch (e.fault()) {
            case DAMAGED -> "command.identity.backup.damaged";
            case NEWER -> "command.identity.backup.newer";
            case WRONG_PASSPHRASE -> "command.identity.backup.passphrase";
        };
        return new CommandFailure(ExitCode.ERROR, key, file);
    }
}
