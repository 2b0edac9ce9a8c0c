package org.deploynet.command.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;

/** The publisher's key pair in its file: whoever has it is the site. {@code isNew}: it was made just now. Immutable. */
public record PublisherKey(SigningKey key, Path file, boolean isNew) {
    private static final int MAX_BYTES = 16 * 1024;

    /** Reads the key, or makes one where there is none; never inside {@code publicFolder}. */
    public static PublisherKey open(Path file, Path publicFolder) throws PublishFailure {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            if (realPlace(absolute).startsWith(publicFolder.toRealPath())) {
                throw new PublishFailure("publish.keyIsPublic", absolute, publicFolder);
            }
            return Files.exists(absolute) ? read(absolute) : create(absolute);
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.keyUnusable", absolute, String.valueOf(e));
        }
    }

    /** Reads the key of a site that was published before. */
    public static PublisherKey existing(Path file) throws PublishFailure {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new PublishFailure("publish.keyMissing", absolute);
        }
        try {
            return read(absolute);
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.keyUnusable", absolute, String.valueOf(e));
        }
    }

    private static PublisherKey create(Path file) throws IOException {
        SigningKey key = SigningKey.generate();
        Path folder = file.getParent();
        if (folder != null) {
            SafeFile.createPrivateFolders(folder);
        }
        SafeFile.writeSecret(file, key.toSecretJson().getBytes(StandardCharsets.UTF_8));
        return new PublisherKey(key, file, true);
    }

    private static PublisherKey read(Path file) throws IOException, PublishFailure {
        if (SafeFile.othersMayTouch(file)) {
            throw new PublishFailure("publish.keyIsOpen", file);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new PublishFailure("publish.keyDamaged", file, "it has " + Files.size(file) + " bytes");
        }
        try {
            String json = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return new PublisherKey(SigningKey.parse(json), file, false);
        } catch (ProtocolException e) {
            throw new PublishFailure(e, "publish.keyDamaged", file, String.valueOf(e.getMessage()));
        }
    }

    // The nearest folder that exists tells where the file really is, or will be.
    private static Path realPlace(Path file) throws IOException {
        for (Path place = file; place != null; place = place.getParent()) {
            if (Files.exists(place)) {
                return place.toRealPath().resolve(place.relativize(file)).normalize();
            }
        }
        return file;
    }
}
