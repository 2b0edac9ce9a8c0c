package org.deploynet.engine.keychain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** The file of an identity: it has the key, or says that the keychain has it and whose it is. */
public record KeyFile(Path path) {
    private static final Json JSON = Json.upTo(4096);

    /** Where the key is. */
    public sealed interface Held {
        KeyId peer();

        /** The file itself has it. */
        record Here(SigningKey key) implements Held {
            @Override
            public KeyId peer() {
                return key.id();
            }
        }

        /** The keychain has it; by {@code peer} any other key is told from it. */
        record InKeychain(KeyId peer) implements Held {}
    }

    /** What stands in the file in the key's place. An older engine takes it for a damaged key, and so makes no other identity. */
    record Pointer(String keyIn, KeyId peer) {
        static final String KEYCHAIN = "keychain";

        Pointer {
            Check.that(KEYCHAIN.equals(keyIn), "the key is in another place than this version knows");
            Check.present("peer", peer);
        }
    }

    /** Empty where there is no file. @throws IOException it cannot be read, or is damaged */
    public Optional<Held> read() throws IOException {
        try {
            return Optional.of(parse(Files.readString(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (ProtocolException e) {
            throw new IOException("the identity key in " + path + " is damaged: " + e.getMessage(), e);
        }
    }

    private static Held parse(String text) throws ProtocolException {
        if (text.contains("\"keyIn\"")) {
            return new Held.InKeychain(JSON.read(text, Pointer.class).peer());
        }
        return new Held.Here(SigningKey.parse(text));
    }

    /** Durable when it returns. */
    public void write(SigningKey key) throws IOException {
        DurableFile.write(path, key.toSecretJson());
    }

    /**
     * From now on the keychain has it. What the file had is overwritten once the new one is durable: a disk or file system that
     * writes elsewhere than it was told may keep it all the same.
     */
    void point(KeyId peer) throws IOException {
        try (FileChannel before = FileChannel.open(path, StandardOpenOption.WRITE)) {
            DurableFile.write(path, JSON.write(new Pointer(Pointer.KEYCHAIN, peer)) + "\n");
            ByteBuffer nothing = ByteBuffer.allocate(Math.toIntExact(before.size()));
            while (nothing.hasRemaining()) {
                before.write(nothing);
            }
            before.force(true);
        }
    }
}
