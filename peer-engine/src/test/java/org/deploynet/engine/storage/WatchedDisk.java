package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A disk that counts what is read, lets files chosen by a test be read only when it says so, refuses to be written in any
 * words, and is as small as a test likes. Safe from any thread.
 */
public class WatchedDisk extends PassingDisk {
    private final Disk disk;
    private final AtomicLong readBytes = new AtomicLong();
    private final Semaphore gate = new Semaphore(0);
    private volatile boolean failing;
    private volatile Optional<String> refusal = Optional.empty();
    private volatile boolean withoutDescriptors;
    private volatile Optional<Path> root = Optional.empty();
    private volatile long capacityBytes;
    private final AtomicLong mostBytes = new AtomicLong();
    private volatile Optional<Path> counted = Optional.empty();
    private volatile Predicate<Path> gated = file -> false;

    public WatchedDisk(Disk disk) {
        super(disk);
        this.disk = disk;
    }

    /** From now on writing fails with these words of the system. */
    public void refuseWrites(String words) {
        refusal = Optional.of(words);
    }

    public void takeWrites() {
        refusal = Optional.empty();
    }

    /** Whether the process has as many files open as it may have. */
    public void withoutDescriptors(boolean now) {
        withoutDescriptors = now;
    }

    /** The disk has this many bytes, and what lies below {@code of} is all that is on it. */
    public void shrink(long bytes, Path of) {
        capacityBytes = bytes;
        root = Optional.of(of);
    }

    /** From now on everything below {@code folder} is counted after each append. */
    public void count(Path folder) {
        counted = Optional.of(folder);
    }

    /** Most bytes there ever were in what is counted. */
    public long mostBytes() {
        return mostBytes.get();
    }

    private void write() throws IOException {
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
    }

    /** From now on reading these files waits. */
    public void hold(Predicate<Path> files) {
        gate.drainPermits();
        failing = false;
        gated = files;
    }

    /** Whatever waits goes on, and nothing waits any more. */
    public void letGo() {
        gated = file -> false;
        failing = false;
        gate.release(1_000_000);
    }

    /** Whatever waits fails, and so does reading these files from now on. */
    public void failHeld() {
        failing = true;
        gate.release(1_000_000);
    }

    /** Whether somebody waits at the gate. */
    public boolean isWaitedFor() {
        return gate.hasQueuedThreads();
    }

    public long readBytes() {
        return readBytes.get();
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        needDescriptor(file);
        if (!disk.exists(file)) {
            write();
        }
        return super.open(file);
    }

    @Override
    public DiskFile openExisting(Path file) throws IOException {
        needDescriptor(file);
        return super.openExisting(file);
    }

    private void needDescriptor(Path file) throws IOException {
        if (withoutDescriptors) {
            throw new FileSystemException(file.toString(), null, "Too many open files");
        }
    }

    @Override
    protected DiskFile opened(Path path, DiskFile file) {
        return new WatchedFile(path, file);
    }

    @Override
    public long free(Path folder) throws IOException {
        return root.isPresent()
                ? capacityBytes - disk.bytesBelow(root.get(), root.get().resolve("none"))
                : super.free(folder);
    }

    @Override
    public long total(Path folder) throws IOException {
        return root.isPresent() ? capacityBytes : super.total(folder);
    }

    private final class WatchedFile extends PassingFile {
        private final Path path;

        WatchedFile(Path path, DiskFile file) {
            super(file);
            this.path = path;
        }

        @Override
        public void append(ByteBuffer... buffers) throws IOException {
            write();
            super.append(buffers);
            if (counted.isPresent()) {
                long bytes = disk.bytesBelow(counted.get(), counted.get().resolve("none"));
                mostBytes.accumulateAndGet(bytes, Math::max);
            }
        }

        @Override
        public int readAt(ByteBuffer into, long offset) throws IOException {
            if (gated.test(path)) {
                gate.acquireUninterruptibly();
                if (failing) {
                    throw new IOException("simulated failure of reading " + path);
                }
            }
            int read = super.readAt(into, offset);
            readBytes.addAndGet(read);
            return read;
        }

        @Override
        public void force() throws IOException {
            write();
            super.force();
        }
    }
}
