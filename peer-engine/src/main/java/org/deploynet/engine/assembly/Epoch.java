package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.deploynet.control.settings.DurableFile;

/**
 * The number of this start, one higher than the last: by it the network tells the current engine of an identity from an
 * older copy. Without a memory it begins at the time in seconds, which is higher than any number of starts.
 */
final class Epoch {
    private Epoch() {}

    /** Durable when it returns. */
    static long next(Path file, Clock clock) throws IOException {
        long next = Math.addExact(last(file, clock), 1);
        DurableFile.write(file, next + "\n");
        return next;
    }

    private static long last(Path file, Clock clock) throws IOException {
        long now = clock.instant().getEpochSecond();
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException first) {
            return now;
        } catch (NumberFormatException damaged) {
            System.getLogger(Epoch.class.getName())
                    .log(System.Logger.Level.WARNING, "{0} is damaged; going on from the time", file);
            return now;
        }
    }
}
