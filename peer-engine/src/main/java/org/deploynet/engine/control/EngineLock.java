package org.deploynet.engine.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to be the one engine of a state folder: a lock of the operating system, which ends with the process however that
 * ends. The file itself stays and means nothing.
 */
public final class EngineLock implements AutoCloseable {
    private final FileChannel channel;

    private EngineLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Empty when another engine holds it. */
    public static Optional<EngineLock> acquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = tryLock(channel);
            return held ? Optional.of(new EngineLock(channel)) : Optional.empty();
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The system releases the lock with the process at the latest.
        }
    }
}
