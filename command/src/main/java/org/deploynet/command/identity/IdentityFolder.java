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
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;

/** What in a super-peer's state folder belongs to its identity, while no engine runs there. */
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
    public Optional<SigningKey> key() throws IOException {
        Optional<String> text = read(KEY);
        try {
            return text.isPresent() ? Optional.of(SigningKey.parse(text.get())) : Optional.empty();
        } catch (ProtocolException e) {
            throw new IOException(keyFile() + " is damaged: " + e.getMessage(), e);
        }
    }

    public IdentityBackup.Secret secret(SigningKey key) throws IOException {
        return new IdentityBackup.Secret(key.toSecretJson(), read(NETWORK).map(String::strip));
    }

    /**
     * Puts an identity here. What belongs to the one before goes into a folder beside, which is returned. The epoch begins anew by the
     * clock, so that it is higher than that of an engine elsewhere that has this identity, which the network then refuses.
     */
    public Optional<Path> restore(IdentityBackup.Secret secret, Instant now) throws IOException {
        Optional<Path> aside = key().isPresent() ? Optional.of(moveAside(now)) : Optional.empty();
        Files.createDirectories(state);
        Files.deleteIfExists(state.resolve(EPOCH));
        if (secret.network().isPresent()) {
            DurableFile.write(state.resolve(NETWORK), secret.network().get() + "\n");
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
