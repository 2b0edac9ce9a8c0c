package org.deploynet.command.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.SecretService;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** What in a super-peer's state folder belongs to its identity. */
public record IdentityFolder(Path state) {
    private static final String KEY = "identity.json";
    private static final String NETWORK = "network.json";
    /** Receipts name the super-peer that earned them, and how often an engine started counts for its identity alone. */
    private static final String RECEIPTS = "receipts.";

    private static final String EPOCH = "epoch";

    public Path keyFile() {
        return state.resolve(KEY);
    }

    /** Empty where no engine ever started. @throws IOException it is there and cannot be read, or is damaged */
    public Optional<IdentityKeeper> identity() throws IOException {
        return IdentityKeeper.open(keyFile(), SecretService.ofThisSession());
    }

    public IdentityBackup.Secret secret(SigningKey key) throws IOException {
        return new IdentityBackup.Secret(key.toSecretJson(), read(NETWORK).map(String::strip));
    }

    /**
     * Puts an identity here, with its key in the file, while no engine runs. What belongs to another one that was here goes into a
     * folder beside, which is returned; of the same one nothing but the key is touched. The epoch of one that comes begins anew by
     * the clock, so that it is higher than that of an engine elsewhere that has this identity, which the network then refuses.
     */
    public Optional<Path> restore(KeyId peer, IdentityBackup.Secret secret, Instant now) throws IOException {
        Files.createDirectories(state);
        Optional<KeyId> before = identity().map(IdentityKeeper::id);
        Optional<Path> aside = Optional.empty();
        if (!before.equals(Optional.of(peer))) {
            aside = before.isPresent() ? Optional.of(moveAside(now)) : Optional.empty();
            Files.deleteIfExists(state.resolve(EPOCH));
            if (secret.network().isPresent()) {
                DurableFile.write(state.resolve(NETWORK), secret.network().get() + "\n");
            }
        }
        // The key last: with it the folder is whole.
        DurableFile.write(keyFile(), secret.identity());
        return aside;
    }

    private Path moveAside(Instant now) throws IOException {
        Path aside = Files.createDirectories(state.resolve("identity-before-" + now.toEpochMilli()));
        // The key first: receipts without it wait for its return, while a key without its receipts has lost them.
        for (Path file : Stream.concat(Stream.of(keyFile()), others().stream()).toList()) {
            if (Files.exists(file)) {
                Files.move(file, aside.resolve(file.getFileName()));
            }
        }
        return aside;
    }

    private List<Path> others() throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(RECEIPTS) || name.equals(NETWORK) || name.equals(EPOCH);
                    })
                    .toList();
        }
    }

    private Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(state.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
