package org.deploynet.command.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * What tells whether a file is still the one that was hashed: size, modification and change time in nanoseconds, and its
 * number on the disk. The change time cannot be set back by a tool that keeps modification times. Immutable.
 */
public record FileIdentity(long size, long modifiedNanos, long changedNanos, String number) {
    /** A second change this soon after the first may leave the same time behind on some file systems. */
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

    public static FileIdentity of(Path file) throws IOException {
        var basic = Files.readAttributes(file, BasicFileAttributes.class);
        long modified = nanos(basic.lastModifiedTime());
        return new FileIdentity(basic.size(), modified, changed(file, modified), String.valueOf(basic.fileKey()));
    }

    private static long changed(Path file, long modified) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return unix && Files.getAttribute(file, "unix:ctime") instanceof FileTime time ? nanos(time) : modified;
    }

    /** Whether the file last changed so shortly before {@code now} that a later change could look the same. */
    boolean isTooYoungAt(Instant now) {
        long youngest = Math.max(modifiedNanos, changedNanos);
        return youngest > nanos(FileTime.from(now.minus(CLOCK_GRAIN)));
    }

    private static long nanos(FileTime time) {
        Instant instant = time.toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
