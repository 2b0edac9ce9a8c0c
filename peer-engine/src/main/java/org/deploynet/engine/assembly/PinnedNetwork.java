package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.engine.rendezvous.NetworkPin;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.PublicKeyJwk;

/** The pinned network's key in a file. Safe from any thread. */
final class PinnedNetwork implements NetworkPin {
    private static final Json JSON = Json.upTo(4096);

    private final Path file;
    private volatile Optional<PublicKeyJwk> pinned;

    private PinnedNetwork(Path file, Optional<PublicKeyJwk> pinned) {
        this.file = file;
        this.pinned = pinned;
    }

    /** A damaged pin is an error: joining whatever answers would be what the pin is against. */
    static PinnedNetwork load(Path file) throws IOException {
        try {
            return new PinnedNetwork(file, Optional.of(JSON.read(Files.readAllBytes(file), PublicKeyJwk.class)));
        } catch (NoSuchFileException first) {
            return new PinnedNetwork(file, Optional.empty());
        } catch (ProtocolException e) {
            throw new IOException("the pinned network in " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<PublicKeyJwk> pinned() {
        return pinned;
    }

    @Override
    public void pin(PublicKeyJwk network) throws IOException {
        if (pinned.isEmpty()) {
            DurableFile.write(file, JSON.write(network) + "\n");
            pinned = Optional.of(network);
        }
    }
}
