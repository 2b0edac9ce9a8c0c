package org.deploynet.control.place;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.deploynet.control.EnginePlaces;

/**
 * The folders of one super-peer: settings, state that must not be lost, a cache that may, and the folder of its control
 * socket. Making this value touches no disk. Immutable.
 */
public record Places(Path config, Path state, Path cache, Path runtime) {
    private static final int HASH_BYTES = 6;

    public Places {
        config = config.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
        runtime = runtime.toAbsolutePath().normalize();
    }

    public Path settings() {
        return config.resolve("settings.json");
    }

    /** The file whose OS lock the one engine of this state folder holds. */
    public Path lock() {
        return state.resolve("engine.lock");
    }

    /** Named by the state folder, so that several engines of one user have each their own. */
    public Path socket() {
        return runtime.resolve(hash() + ".sock");
    }

    public EnginePlaces forFaces() {
        return new EnginePlaces(config.toString(), state.toString(), cache.toString(), socket().toString());
    }

    private String hash() {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256")
                    .digest(realPath(state).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(sha256, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    // A face may look before the engine made the folder: resolve what exists, keep the rest as it is spelt.
    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null ? path : realPath(parent).resolve(name);
        }
    }
}
