package org.deploynet.engine.fill;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;

/**
 * The manifests of the sites kept here, on disk: so a super-peer serves again at once after a start, also while an origin is
 * away. A file is a signature, a line feed and the bytes that were signed, and counts only if they verify. Safe from any
 * thread, one at a time for each site.
 */
public final class KeptManifests {
    private static final System.Logger LOG = System.getLogger(KeptManifests.class.getName());
    /** Together; a site beyond that needs its origin after a start. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Supplier<Path> place;
    private final Clock clock;

    /**
     * @param place the folder, which is asked for each time, as the cache may move
     * @param clock the server's time, by which manifests are issued and expire
     */
    public KeptManifests(Supplier<Path> place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /** What was kept of a site for this origin, if it still verifies and is in its time. */
    Optional<SignedManifest> load(KeyId site, String origin) {
        Path file = file(site);
        try {
            if (Files.notExists(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            byte[] bytes = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
            SignedManifest kept = SignedManifest.verify(bytes, text.substring(0, Math.max(0, end)), site, clock);
            return Optional.of(kept).filter(signed -> signed.manifest().origin().equals(origin));
        } catch (IOException | ProtocolException e) {
            LOG.log(Level.INFO, "the kept manifest of site {0} does not count: {1}", site, e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps it in the place of an older one; without room, or on a failing disk, the next start asks the origin. */
    void keep(SignedManifest signed) {
        Path file = file(signed.manifest().site());
        try {
            // A cache folder that vanished is not made again.
            Path folder = place.get();
            if (Files.notExists(folder)) {
                Files.createDirectory(folder);
            }
            if (bytesBeside(file) + signed.bytes().length > MAX_BYTES) {
                Files.deleteIfExists(file);
            } else {
                DurableFile.write(file, signed.signature() + "\n" + new String(signed.bytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the manifest of site " + signed.manifest().site() + " was not kept", e);
        }
    }

    void forget(KeyId site) {
        try {
            Files.deleteIfExists(file(site));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the manifest of site " + site + " was not removed", e);
        }
    }

    private long bytesBeside(Path except) throws IOException {
        try (Stream<Path> files = Files.list(place.get())) {
            return files.filter(file -> !file.equals(except))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private Path file(KeyId site) {
        return place.get().resolve(site.hex() + ".manifest");
    }
}
