package org.deploynet.engine.link.rtc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Copies of the native library that killed processes left behind. webrtc-java 0.14 unpacks 23 MB into {@code java.io.tmpdir}
 * (which only the JVM's command line can change), loads it and deletes it at once; a kill in between leaves it, and on Windows
 * every kill does.
 */
final class NativeLeftovers {
    private static final System.Logger LOG = System.getLogger(NativeLeftovers.class.getName());
    private static final Pattern COPY = Pattern.compile("(lib)?webrtc-java-[a-z0-9_-]+[0-9]*\\.(so|dll|dylib)");
    // Another process may be between unpacking and loading, which takes well under a second.
    private static final Duration IN_USE = Duration.ofMinutes(1);

    private NativeLeftovers() {}

    /** Deletes what is older than a minute; what is in use or not ours stays. */
    static void sweep(Path folder, Instant now) {
        try (var found = Files.newDirectoryStream(folder, NativeLeftovers::isCopy)) {
            for (Path copy : found) {
                deleteOld(copy, now);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the temporary folder cannot be listed", e);
        }
    }

    private static boolean isCopy(Path path) {
        Path name = path.getFileName();
        return name != null && COPY.matcher(name.toString()).matches() && Files.isRegularFile(path);
    }

    private static void deleteOld(Path copy, Instant now) {
        try {
            if (Files.getLastModifiedTime(copy).toInstant().isBefore(now.minus(IN_USE))) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a copy of the native library stays", e);
        }
    }
}
