package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deploynet.control.Reason;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.settings.DurableFile;

/**
 * The starts that ended before an engine was ready, since one was: a small file in the state folder. A start is written down
 * before it does anything that may end it, so that a kill and a crash in native code count too. For one thread.
 */
final class FailedStarts {
    /** After so many the next start opens nothing. */
    static final int MOST = 3;

    private static final System.Logger LOG = System.getLogger(FailedStarts.class.getName());
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_WORDS = 500;

    private final Path file;
    private final Clock clock;
    private final List<Failure> failures;

    /** How one start ended; {@code words} says at what, and may be empty. */
    record Failure(Instant at, Reason reason, String words) {}

    /** What the file holds. */
    record Kept(List<Failure> starts) {}

    private FailedStarts(Path file, Clock clock, List<Failure> failures) {
        this.file = file;
        this.clock = clock;
        this.failures = new ArrayList<>(failures);
    }

    /** A file that cannot be read counts as none: what must be told then is told by the start itself. */
    static FailedStarts load(Path file, Clock clock) {
        try {
            boolean tooLong = Files.size(file) > MOST_BYTES;
            return new FailedStarts(file, clock, tooLong ? List.of() : read(file));
        } catch (NoSuchFileException none) {
            return new FailedStarts(file, clock, List.of());
        } catch (IOException | MalformedJsonException e) {
            LOG.log(System.Logger.Level.WARNING, "how the last starts ended is not known", e);
            return new FailedStarts(file, clock, List.of());
        }
    }

    private static List<Failure> read(Path file) throws IOException, MalformedJsonException {
        return ControlJson.convert(ControlJson.parse(Files.readAllBytes(file)), Kept.class)
                .starts();
    }

    boolean areTooMany() {
        return failures.size() >= MOST;
    }

    /** This start counts as failed until {@link #ready}, whatever ends it. */
    void begin() {
        failures.add(new Failure(clock.instant(), Reason.SAFE_ENDED, ""));
        keep();
    }

    /** It ended for a reason that is known. */
    void failed(Reason reason, String words) {
        failures.removeLast();
        failures.add(new Failure(clock.instant(), reason, words.substring(0, Math.min(words.length(), MOST_WORDS))));
        keep();
    }

    /** It ended before anything was tried. */
    void neverBegan() {
        failures.removeLast();
        keep();
    }

    /** The engine answers. */
    void ready() {
        failures.clear();
        keep();
    }

    /** In safe mode the next start may try once: should it fail, the one after it is safe again. */
    void allowOne() {
        while (failures.size() >= MOST) {
            failures.removeFirst();
        }
        keep();
    }

    /** Why the last one failed. */
    Reason reason() {
        return failures.getLast().reason();
    }

    /** What the last ones failed at, each said once, the latest first. */
    String words() {
        return failures.reversed().stream()
                .map(Failure::words)
                .filter(words -> !words.isBlank())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private void keep() {
        try {
            if (failures.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                DurableFile.write(file, ControlJson.pretty(new Kept(failures)) + "\n");
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot keep how this start went in " + file, e);
        }
    }
}
