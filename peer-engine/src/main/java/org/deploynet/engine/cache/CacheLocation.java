package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/**
 * Where the cache lives, and what is under way if it moves. The one truth about it is a small file in the state folder,
 * replaced at one stroke: it says that the cache of the configured folder lives elsewhere. Another configured folder is
 * another cache, of which it says nothing. Reading is safe from any thread; changing is the mover's.
 */
public final class CacheLocation {
    private static final System.Logger LOG = System.getLogger(CacheLocation.class.getName());
    private static final String NAME = "cache-location";
    private static final int MOST_BYTES = 64 * 1024;

    private final Disk disk;
    private final Path stateFolder;
    private final Path configured;
    private volatile LocationRecord record;

    private CacheLocation(Disk disk, Path stateFolder, Path configured, LocationRecord record) {
        this.disk = disk;
        this.stateFolder = stateFolder;
        this.configured = configured;
        this.record = record;
    }

    /**
     * Reads what was recorded for the cache that is configured to be in {@code configured}; a damaged record is kept aside.
     *
     * @throws IOException the disk does not give the record
     */
    public static CacheLocation load(Disk disk, Path stateFolder, Path configured) throws IOException {
        Path state = stateFolder.toAbsolutePath().normalize();
        Path cache = configured.toAbsolutePath().normalize();
        Path file = state.resolve(NAME);
        var here = new LocationRecord(cache, cache, Optional.empty());
        if (!disk.exists(file)) {
            return new CacheLocation(disk, state, cache, here);
        }
        Optional<LocationRecord> read = LocationRecord.decode(read(disk, file), state);
        if (read.isEmpty()) {
            LOG.log(Level.ERROR, "{0} is damaged, kept aside; the cache is looked for in {1}", file, cache);
            disk.rename(file, file.resolveSibling(NAME + ".damaged"));
        }
        return new CacheLocation(
                disk,
                state,
                cache,
                read.filter(record -> record.configured().equals(cache)).orElse(here));
    }

    /** What is recorded, for one who only looks: {@code configured} unless a whole record says otherwise. */
    public static Path recorded(Disk disk, Path stateFolder, Path configured) {
        Path state = stateFolder.toAbsolutePath().normalize();
        Path cache = configured.toAbsolutePath().normalize();
        try {
            return disk.exists(state.resolve(NAME))
                    ? LocationRecord.decode(read(disk, state.resolve(NAME)), state)
                            .filter(record -> record.configured().equals(cache))
                            .map(LocationRecord::lives)
                            .orElse(cache)
                    : cache;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the record of where the cache lives cannot be read", e);
            return cache;
        }
    }

    /** The folder that counts now. */
    public Path folder() {
        return record.lives();
    }

    Path segments() {
        return segmentsIn(folder());
    }

    static Path segmentsIn(Path folder) {
        return folder.resolve("segments");
    }

    Path index() {
        return indexIn(folder());
    }

    static Path indexIn(Path folder) {
        return folder.resolve("index.db");
    }

    Path stateFolder() {
        return stateFolder;
    }

    Optional<LocationRecord.Move> move() {
        return record.move();
    }

    /** A copy begins, or goes on, in {@code to}; durable when it returns, like each of the following. */
    void copying(Path to) throws IOException {
        become(folder(), Optional.of(new LocationRecord.Move(LocationRecord.Step.COPYING, to)));
    }

    /** The copy is not wanted: its files go. */
    void undoing(Path to) throws IOException {
        become(folder(), Optional.of(new LocationRecord.Move(LocationRecord.Step.UNDOING, to)));
    }

    /** The copy is whole and counts from now on; the files of the old folder go. */
    void moved(Path to) throws IOException {
        become(to, Optional.of(new LocationRecord.Move(LocationRecord.Step.CLEARING, folder())));
    }

    /** No move is under way. */
    void settled() throws IOException {
        become(folder(), Optional.empty());
    }

    // After an error the file may say the one or the other; here the old one counts until the new one is durable.
    private void become(Path lives, Optional<LocationRecord.Move> move) throws IOException {
        var next = new LocationRecord(configured, lives, move);
        Path file = stateFolder.resolve(NAME);
        Path beside = stateFolder.resolve(NAME + ".new");
        disk.unlink(beside);
        try (DiskFile writing = disk.open(beside)) {
            writing.append(ByteBuffer.wrap(next.encode(stateFolder).getBytes(StandardCharsets.UTF_8)));
            writing.force();
        }
        disk.rename(beside, file);
        disk.forceFolder(stateFolder);
        record = next;
    }

    private static String read(Disk disk, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (DiskFile reading = disk.openExisting(file)) {
            reading.readAt(bytes, 0);
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
}
