package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory whose faults follow from a seed. What was not forced may be lost, kept or torn in sectors of 512 bytes when
 * the power is cut, and names come and go likewise until their folder is forced. Safe from any thread.
 */
public final class SimulatedDisk implements Disk {
    private static final int SECTOR_BYTES = 512;

    /** The power went: every operation from now on ends so, also after what it did. */
    public static final class PowerCut extends Error {
        PowerCut() {
            super("power cut", null, false, false);
        }
    }

    /** What can be told to fail. */
    public enum Operation {
        APPEND,
        READ,
        FORCE,
        TRUNCATE,
        OPEN
    }

    /** Content now, and as the medium has it: forced bytes, and how long the file was when it was last forced. */
    private static final class Inode {
        private byte[] bytes = new byte[0];
        private int length;
        private byte[] forced = new byte[0];

        void write(ByteBuffer from) {
            int count = from.remaining();
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
            }
            from.get(bytes, length, count);
            length += count;
        }
    }

    private final Random random;
    private final Map<Path, Inode> names = new TreeMap<>();
    private final Map<Path, Inode> forcedNames = new TreeMap<>();
    private final Map<Operation, Integer> failures = new HashMap<>();
    private long operations;
    private long cutAt = Long.MAX_VALUE;
    private boolean off;
    private boolean lying;
    private long freeBytes = Long.MAX_VALUE / 8;

    public SimulatedDisk(long seed) {
        this.random = new Random(seed);
    }

    /** The power goes at the {@code n}-th operation from now that changes something, before it or after it. */
    public synchronized void cutPowerAt(long n) {
        cutAt = operations + n;
    }

    /** From now on force returns and does nothing. */
    public synchronized void lieAboutForce() {
        lying = true;
    }

    /** The next {@code times} operations of this kind fail. */
    public synchronized void fail(Operation operation, int times) {
        failures.put(operation, times);
    }

    public synchronized void free(long bytes) {
        freeBytes = bytes;
    }

    /** Flips one bit of a file, on the medium. */
    public synchronized void flip(Path file, long bit) {
        Inode inode = Objects.requireNonNull(names.get(file), "no such file");
        inode.bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    }

    public synchronized long length(Path file) {
        return Objects.requireNonNull(names.get(file), "no such file").length;
    }

    public synchronized long operations() {
        return operations;
    }

    /** What a restart finds: forced content, and of the rest whatever the seed says. */
    public synchronized void restart() {
        off = false;
        cutAt = Long.MAX_VALUE;
        Map<Path, Inode> survived = new TreeMap<>(forcedNames);
        names.forEach((path, inode) -> {
            if (!Objects.equals(forcedNames.get(path), inode) && random.nextBoolean()) {
                survived.put(path, inode);
            }
        });
        forcedNames.keySet().stream()
                .filter(path -> !names.containsKey(path) && random.nextBoolean())
                .forEach(survived::remove);
        survived.values().stream().distinct().forEach(this::afterCut);
        names.clear();
        names.putAll(survived);
        forcedNames.clear();
        forcedNames.putAll(survived);
    }

    private void afterCut(Inode inode) {
        byte[] now = Arrays.copyOf(inode.bytes, inode.length);
        int shortest = Math.min(inode.forced.length, now.length);
        int length = shortest + random.nextInt(Math.max(now.length, inode.forced.length) - shortest + 1);
        byte[] after = Arrays.copyOf(inode.forced, length);
        for (int sector = 0; sector < length; sector += SECTOR_BYTES) {
            if (random.nextBoolean()) {
                int end = Math.min(length, sector + SECTOR_BYTES);
                for (int i = sector; i < Math.min(end, now.length); i++) {
                    after[i] = now[i];
                }
            }
        }
        inode.bytes = after;
        inode.length = length;
        inode.forced = after.clone();
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        failIfAsked(Operation.OPEN);
        return new OpenFile(names.computeIfAbsent(file, missing -> new Inode()));
    }

    @Override
    public synchronized DiskFile openExisting(Path file) throws IOException {
        if (!names.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return open(file);
    }

    @Override
    public synchronized long bytesBelow(Path folder, Path except) {
        return names.entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith(folder) && !file.getKey().startsWith(except))
                .mapToLong(file -> file.getValue().length)
                .sum();
    }

    /** A folder is always the same one. */
    @Override
    public synchronized Object identity(Path path) {
        Inode inode = names.get(path);
        return inode == null ? path : inode;
    }

    @Override
    public synchronized boolean exists(Path file) {
        return names.containsKey(file);
    }

    @Override
    public void makeFolder(Path folder) {}

    @Override
    public synchronized List<Entry> list(Path folder) {
        var entries = new ArrayList<Entry>();
        names.forEach((path, inode) -> {
            if (folder.equals(path.getParent())) {
                entries.add(new Entry(path.getFileName().toString(), inode.length));
            }
        });
        return entries;
    }

    @Override
    public synchronized void rename(Path from, Path to) {
        changing(() -> names.put(to, Objects.requireNonNull(names.remove(from), "no such file")));
    }

    @Override
    public synchronized void unlink(Path file) {
        changing(() -> names.remove(file));
    }

    @Override
    public synchronized void forceFolder(Path folder) {
        changing(() -> {
            forcedNames.keySet().removeIf(path -> folder.equals(path.getParent()));
            names.forEach((path, inode) -> {
                if (folder.equals(path.getParent())) {
                    forcedNames.put(path, inode);
                }
            });
        });
    }

    @Override
    public synchronized long free(Path folder) {
        return freeBytes;
    }

    @Override
    public synchronized long total(Path folder) {
        return Long.MAX_VALUE / 8;
    }

    private void changing(Runnable change) {
        if (off) {
            throw new PowerCut();
        }
        operations++;
        boolean cut = operations >= cutAt;
        if (!cut || random.nextBoolean()) {
            change.run();
        }
        if (cut) {
            off = true;
            throw new PowerCut();
        }
    }

    private void failIfAsked(Operation operation) throws IOException {
        if (off) {
            throw new PowerCut();
        }
        int left = failures.getOrDefault(operation, 0);
        if (left > 0) {
            failures.put(operation, left - 1);
            throw new IOException("simulated failure of " + operation);
        }
    }

    private final class OpenFile implements DiskFile {
        private final Inode inode;

        OpenFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return inode.length;
            }
        }

        @Override
        public void append(ByteBuffer... buffers) throws IOException {
            synchronized (SimulatedDisk.this) {
                if (failures.getOrDefault(Operation.APPEND, 0) > 0) {
                    inode.write(buffers[0]);
                }
                failIfAsked(Operation.APPEND);
                changing(() -> Arrays.stream(buffers).forEach(inode::write));
            }
        }

        @Override
        public int readAt(ByteBuffer into, long offset) throws IOException {
            synchronized (SimulatedDisk.this) {
                failIfAsked(Operation.READ);
                int count = (int) Math.min(into.remaining(), Math.max(0, inode.length - offset));
                into.put(inode.bytes, (int) offset, count);
                return count;
            }
        }

        // After a failed force the system may believe the data clean: what was not forced stays unforced.
        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                failIfAsked(Operation.FORCE);
                changing(() -> {
                    if (!lying) {
                        inode.forced = Arrays.copyOf(inode.bytes, inode.length);
                    }
                });
            }
        }

        @Override
        public void truncate(long bytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                failIfAsked(Operation.TRUNCATE);
                changing(() -> inode.length = (int) Math.min(inode.length, bytes));
            }
        }

        @Override
        public void close() {}
    }
}
