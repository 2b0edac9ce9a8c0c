package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.deploynet.control.settings.DurableFile;

/**
 * The number of this start, higher than that of the last one: by it the network tells the current engine of an identity from an
 * older copy. It is the time in seconds, or one more than the last one where a clock was set back: so the copy that was started last
 * is the current one, also where a data folder was restored, or an identity from its backup.
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
            return Math.max(now - 1, Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException first) {
            return now - 1;
        } catch (NumberFormatException damaged) {
            System.getLogger(Epoch.class.getName())
                    .log(System.Logger.Level.WARNING, "{0} is damaged; going on from the time", file);
            return now - 1;
        }
    }
}
