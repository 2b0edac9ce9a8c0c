package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory whose faults follow from a seed. What was not forced may be lost, kept or torn in sectors of 512 bytes when
 * the power is cut, and names come and go likewise until their folder is forced. It can fail, fill up, lie, rot, read the
 * wrong place and be slow (in its own time, nobody waits). Safe from any thread.
 */
public final class SimulatedDisk implements Disk {
    private static final int SCRAPS = 4;

    /** The power went: every operation from now on ends so, also after what it did. */
    public static final class PowerCut extends Error {
        PowerCut() {
            super("power cut", null, false, false);
        }
    }

    /** What can be told to fail or to take time. */
    public enum Operation {
        APPEND,
        READ,
        FORCE,
        TRUNCATE,
        OPEN,
        RENAME,
        UNLINK,
        LIST,
        FORCE_FOLDER,
        FREE
    }

    /** For how long: the calls that still pass, then those that fail. */
    private record Failure(long passing, long failing) {
        boolean isNow() {
            return passing == 0 && failing > 0;
        }

        Failure next() {
            return passing > 0
                    ? new Failure(passing - 1, failing)
                    : new Failure(0, failing == Long.MAX_VALUE ? failing : Math.max(0, failing - 1));
        }
    }

    private static final Failure NONE = new Failure(0, 0);

    private final Random random;
    private final Names names = new Names();
    private final Map<Operation, Failure> failures = new EnumMap<>(Operation.class);
    private final Map<Operation, Duration> latencies = new EnumMap<>(Operation.class);
    private final Deque<byte[]> scraps = new ArrayDeque<>();
    private Duration elapsed = Duration.ZERO;
    private long operations;
    private long cutAt = Long.MAX_VALUE;
    private Runnable atCut = () -> {};
    private boolean off;
    private boolean lying;
    private boolean leavesScraps;
    private double flipChance;
    private double misdirectChance;
    private long spoiledReads;
    private long capacityBytes = Long.MAX_VALUE / 8;

    public SimulatedDisk(long seed) {
        this.random = new Random(seed);
    }

    /** The power goes at the {@code n}-th operation from now that changes something, before it or after it. */
    public synchronized void cutPowerAt(long n) {
        cutAt = operations + n;
    }

    /** Runs {@code what} at the moment the power goes, on the thread that was writing; for what lies beside this disk. */
    public synchronized void atCut(Runnable what) {
        atCut = what;
    }

    /** Whether the power is off. */
    public synchronized boolean isOff() {
        return off;
    }

    /** From now on force returns and does nothing, for files and folders. */
    public synchronized void lieAboutForce() {
        lying = true;
    }

    /** After a cut, sectors that never got to the medium may hold what removed files left there, not only zeros. */
    public synchronized void leaveScraps() {
        leavesScraps = true;
    }

    /** The next {@code times} operations of this kind fail. */
    public synchronized void fail(Operation operation, long times) {
        failures.put(operation, new Failure(0, times));
    }

    /** The {@code nth} operation of this kind from now fails, counted from 1, and {@code times - 1} after it. */
    public synchronized void failAt(Operation operation, long nth, long times) {
        failures.put(operation, new Failure(nth - 1, times));
    }

    /** From the {@code nth} on, every operation of this kind fails, until {@link #mend}. */
    public synchronized void failForEver(Operation operation, long nth) {
        failAt(operation, nth, Long.MAX_VALUE);
    }

    /** Nothing fails, rots or is misread any more; what is lost stays lost. */
    public synchronized void mend() {
        failures.clear();
        flipChance = 0;
        misdirectChance = 0;
    }

    /** Each operation of this kind takes so long, in {@link #elapsed}. */
    public synchronized void latency(Operation operation, Duration each) {
        latencies.put(operation, each);
    }

    /** How long the operations so far would have taken. */
    public synchronized Duration elapsed() {
        return elapsed;
    }

    /** This chance that a read returns one wrong bit, or the right number of bytes of another place. */
    public synchronized void spoilReads(double flipped, double misdirected) {
        flipChance = flipped;
        misdirectChance = misdirected;
    }

    /** Reads that did not return what was written. */
    public synchronized long spoiledReads() {
        return spoiledReads;
    }

    /** So many bytes are free now; appending beyond them fails, after what still fits was written. */
    public synchronized void free(long bytes) {
        capacityBytes = usedBytes() + bytes;
    }

    /** Forces only the first bytes of a file: for caches that force too late. */
    public synchronized void forceUpTo(Path file, long bytes) throws IOException {
        before(Operation.FORCE);
        changing(() -> names.get(file).ifPresent(inode -> inode.force((int) Math.min(bytes, inode.length()))));
    }

    /** Flips one bit of a file, on the medium. */
    public synchronized void flip(Path file, long bit) {
        inode(file).flip(bit);
    }

    public synchronized long length(Path file) {
        return inode(file).length();
    }

    public synchronized long operations() {
        return operations;
    }

    /** What a restart finds: forced content, and of the rest whatever the seed says. */
    public synchronized void restart() {
        off = false;
        cutAt = Long.MAX_VALUE;
        names.cut(random);
        names.all().values().stream().distinct().forEach(inode -> inode.cut(random, scrap()));
    }

    private byte @Nullable [] scrap() {
        if (!leavesScraps || scraps.isEmpty() || random.nextInt(3) > 0) {
            return null;
        }
        byte[] scrap = scraps.peekFirst();
        scraps.addLast(scraps.removeFirst());
        return scrap;
    }

    private Inode inode(Path file) {
        return names.get(file).orElseThrow(() -> new IllegalArgumentException("no such file: " + file));
    }

    private long usedBytes() {
        return names.all().values().stream().mapToLong(Inode::length).sum();
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        before(Operation.OPEN);
        if (names.get(file).isEmpty()) {
            changing(() -> names.create(file));
        }
        return new OpenFile(inode(file));
    }

    @Override
    public synchronized DiskFile openExisting(Path file) throws IOException {
        checkPower();
        if (names.get(file).isEmpty()) {
            throw new NoSuchFileException(file.toString());
        }
        return open(file);
    }

    @Override
    public synchronized long bytesBelow(Path folder, Path except) throws IOException {
        before(Operation.LIST);
        return names.all().entrySet().stream()
                .filter(file ->
                        file.getKey().startsWith(folder) && !file.getKey().startsWith(except))
                .mapToLong(file -> file.getValue().length())
                .sum();
    }

    /** A folder is always the same one. */
    @Override
    public synchronized Object identity(Path path) {
        checkPower();
        return names.get(path).map(Object.class::cast).orElse(path);
    }

    @Override
    public synchronized boolean exists(Path file) {
        checkPower();
        return names.get(file).isPresent();
    }

    @Override
    public void makeFolder(Path folder) {}

    @Override
    public synchronized List<Entry> list(Path folder) throws IOException {
        before(Operation.LIST);
        var entries = new ArrayList<Entry>();
        names.all().forEach((path, inode) -> {
            if (folder.equals(path.getParent())) {
                entries.add(new Entry(path.getFileName().toString(), inode.length()));
            }
        });
        return entries;
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        before(Operation.RENAME);
        changing(() -> names.rename(from, to));
    }

    @Override
    public synchronized void unlink(Path file) throws IOException {
        before(Operation.UNLINK);
        if (leavesScraps && names.get(file).isPresent()) {
            scraps.addFirst(inode(file).content());
            while (scraps.size() > SCRAPS) {
                scraps.removeLast();
            }
        }
        changing(() -> names.remove(file));
    }

    @Override
    public synchronized void forceFolder(Path folder) throws IOException {
        before(Operation.FORCE_FOLDER);
        changing(() -> {
            if (!lying) {
                names.force(folder);
            }
        });
    }

    @Override
    public synchronized long free(Path folder) throws IOException {
        before(Operation.FREE);
        return Math.max(0, capacityBytes - usedBytes());
    }

    @Override
    public synchronized long total(Path folder) {
        return Long.MAX_VALUE / 8;
    }

    /** One change of what is on disk. */
    private interface Change {
        void make() throws IOException;
    }

    private void changing(Change change) throws IOException {
        operations++;
        boolean cut = operations >= cutAt;
        if (!cut || random.nextBoolean()) {
            change.make();
        }
        if (cut) {
            off = true;
            atCut.run();
            throw new PowerCut();
        }
    }

    private void before(Operation operation) throws IOException {
        if (passes(operation)) {
            return;
        }
        throw new IOException("simulated failure of " + operation);
    }

    private boolean passes(Operation operation) {
        checkPower();
        elapsed = elapsed.plus(latencies.getOrDefault(operation, Duration.ZERO));
        Failure failure = failures.getOrDefault(operation, NONE);
        failures.put(operation, failure.next());
        return !failure.isNow();
    }

    private void checkPower() {
        if (off) {
            throw new PowerCut();
        }
    }

    private void append(Inode inode, ByteBuffer[] buffers) throws IOException {
        if (!passes(Operation.APPEND)) {
            inode.append(buffers, buffers[0].remaining());
            throw new IOException("simulated failure of " + Operation.APPEND);
        }
        long bytes = Arrays.stream(buffers).mapToLong(ByteBuffer::remaining).sum();
        long fits = Math.clamp(capacityBytes - usedBytes(), 0, bytes);
        changing(() -> inode.append(buffers, fits));
        if (fits < bytes) {
            throw new IOException("No space left on device (simulated)");
        }
    }

    // After a failed force the system believes the data clean: a later force does not bring what did not get there.
    private void force(Inode inode) throws IOException {
        if (!passes(Operation.FORCE)) {
            inode.failForce(random);
            throw new IOException("simulated failure of " + Operation.FORCE);
        }
        changing(() -> {
            if (!lying) {
                inode.force();
            }
        });
    }

    private int read(Inode inode, ByteBuffer into, long offset) throws IOException {
        before(Operation.READ);
        int start = into.position();
        if (random.nextDouble() < misdirectChance) {
            Inode other = anyInode();
            long elsewhere = random.nextInt(Math.max(1, other.length() - into.remaining()));
            if (!(other.equals(inode) && elsewhere == offset)) {
                spoiledReads++;
                return other.read(into, elsewhere);
            }
        }
        int count = inode.read(into, offset);
        if (count > 0 && random.nextDouble() < flipChance) {
            int at = start + random.nextInt(count);
            into.put(at, (byte) (into.get(at) ^ (1 << random.nextInt(8))));
            spoiledReads++;
        }
        return count;
    }

    private Inode anyInode() {
        List<Inode> all = List.copyOf(names.all().values());
        return all.get(random.nextInt(all.size()));
    }

    private final class OpenFile implements DiskFile {
        private final Inode inode;

        OpenFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return inode.length();
            }
        }

        @Override
        public void append(ByteBuffer... buffers) throws IOException {
            synchronized (SimulatedDisk.this) {
                SimulatedDisk.this.append(inode, buffers);
            }
        }

        @Override
        public int readAt(ByteBuffer into, long offset) throws IOException {
            synchronized (SimulatedDisk.this) {
                return read(inode, into, offset);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                SimulatedDisk.this.force(inode);
            }
        }

        @Override
        public void truncate(long bytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                before(Operation.TRUNCATE);
                changing(() -> inode.truncate(bytes));
            }
        }

        @Override
        public void close() {}
    }
}
