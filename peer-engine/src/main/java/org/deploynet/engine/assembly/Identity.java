package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;

/** The key pair that names this super-peer and earns its credits; a file only its owner can read. */
final class Identity {
    private Identity() {}

    /** A damaged key is an error and never silently replaced: credits belong to it. */
    static SigningKey load(Path file) throws IOException {
        try {
            return SigningKey.parse(Files.readString(file));
        } catch (NoSuchFileException firstStart) {
            SigningKey key = SigningKey.generate();
            DurableFile.write(file, key.toSecretJson());
            return key;
        } catch (ProtocolException e) {
            throw new IOException("the identity key in " + file + " is damaged: " + e.getMessage(), e);
        }
    }
}
