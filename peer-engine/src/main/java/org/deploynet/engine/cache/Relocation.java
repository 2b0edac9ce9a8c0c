package org.deploynet.engine.cache;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.deploynet.engine.cache.MoveProgress.Why;
import org.deploynet.engine.storage.Database;
import org.deploynet.engine.storage.Disk;

/**
 * What a move does to the cache: copies its segments, which never change once they are sealed, and lets the committer switch.
 * For the mover's thread.
 */
final class Relocation {
    private static final System.Logger LOG = System.getLogger(Relocation.class.getName());
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final int MOST_ROUNDS = 20;
    // What the committer may have to copy itself while nothing new is kept: a second's work.
    private static final long LITTLE_BYTES = 16L * 1024 * 1024;

    private final Shelf shelf;
    private final SegmentWriter writer;
    private final Committer committer;

    private final CaughtUp caughtUp;

    /** Segments change on the disk until the index has caught up with them. */
    interface CaughtUp {
        /** True once it has, false when that takes longer. */
        boolean await(long millis) throws InterruptedException;
    }

    Relocation(Shelf shelf, SegmentWriter writer, Committer committer, CaughtUp caughtUp) {
        this.shelf = shelf;
        this.writer = writer;
        this.committer = committer;
        this.caughtUp = caughtUp;
    }

    Disk disk() {
        return shelf.disk();
    }

    /** Bytes of all segments now. */
    long bytes() {
        return shelf.segments().all().stream().mapToLong(SegmentFile::bytes).sum();
    }

    /** Refuses a target that the cache would leave with less than the floor. */
    void needRoom(Path to) throws IOException {
        long copied = 0;
        for (Disk.Entry entry : new CacheFiles(disk(), to).listSegments()) {
            copied += entry.bytes();
        }
        leaveFloor(to, bytes() - copied + shelf.room().otherBytes());
    }

    private void leaveFloor(Path to, long bytes) throws IOException {
        long free = disk().free(to);
        if (free - bytes < shelf.room().floorBytes()) {
            throw new MoveException(
                    Why.NO_ROOM, free + " bytes free, " + (bytes + shelf.room().floorBytes()) + " needed");
        }
    }

    /** Copies what is sealed, until hardly anything is left; false when it was told to stop. */
    boolean copySealed(Path to, BooleanSupplier goesOn, AtomicLong done) throws IOException {
        while (!hasCaughtUp(LOOK_EVERY_MILLIS)) {
            if (!goesOn.getAsBoolean()) {
                return false;
            }
        }
        disk().makeFolder(CacheLocation.segmentsIn(to));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<SegmentFile> missing = missing(to, committer.call(this::sealed), done);
            if (missing.isEmpty() && !committer.call(this::sealWhenLong)) {
                return goesOn.getAsBoolean();
            }
            for (SegmentFile segment : missing) {
                leaveFloor(to, segment.bytes());
                if (!copy(segment, to, goesOn, done)) {
                    return false;
                }
            }
        }
        return goesOn.getAsBoolean();
    }

    private List<SegmentFile> sealed() {
        return shelf.segments().all().stream()
                .filter(segment -> !writer.isOpen(segment.id()))
                .toList();
    }

    private boolean hasCaughtUp(long millis) {
        try {
            return caughtUp.await(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean sealWhenLong() {
        long open = shelf.segments().all().stream()
                .filter(segment -> writer.isOpen(segment.id()))
                .mapToLong(SegmentFile::bytes)
                .sum();
        if (open > LITTLE_BYTES) {
            seal();
        }
        return open > LITTLE_BYTES;
    }

    private void seal() {
        try {
            writer.seal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is not in the target yet; what is there and not, or no longer, a segment of ours goes. */
    private List<SegmentFile> missing(Path to, List<SegmentFile> wanted, AtomicLong done) throws IOException {
        Map<String, SegmentFile> missing = new HashMap<>();
        wanted.forEach(segment -> missing.put(segment.path().getFileName().toString(), segment));
        long there = 0;
        for (Disk.Entry entry : new CacheFiles(disk(), to).listSegments()) {
            SegmentFile segment = missing.get(entry.name());
            if (segment != null && segment.bytes() == entry.bytes()) {
                missing.remove(entry.name());
                there += entry.bytes();
            } else {
                disk().unlink(CacheLocation.segmentsIn(to).resolve(entry.name()));
            }
        }
        done.set(there);
        return List.copyOf(missing.values());
    }

    /** A segment that was dropped in the meantime needs no copy. */
    private boolean copy(SegmentFile segment, Path to, BooleanSupplier goesOn, AtomicLong done) throws IOException {
        if (!segment.acquire()) {
            return true;
        }
        try {
            return new SegmentCopier(disk(), CacheLocation.segmentsIn(to), goesOn, done::addAndGet).copy(segment);
        } finally {
            segment.release();
        }
    }

    /** Returns once the new folder counts; false when it was told to stop before. */
    boolean switchTo(Path to, BooleanSupplier goesOn, AtomicLong done) {
        return committer.call(() -> {
            try {
                return switchNow(to, goesOn, done);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    // On the committer's thread: nothing changes but by this.
    private boolean switchNow(Path to, BooleanSupplier goesOn, AtomicLong done) throws IOException {
        shelf.home().check();
        if (shelf.index().isDamaged() || !hasCaughtUp(0)) {
            throw new MoveException(Why.NOT_NOW, shelf.location().index().toString());
        }
        writer.seal();
        for (SegmentFile segment : missing(to, sealed(), done)) {
            leaveFloor(to, segment.bytes());
            if (!copy(segment, to, goesOn, done)) {
                return false;
            }
        }
        disk().forceFolder(CacheLocation.segmentsIn(to));
        copyManifests(to);
        shelf.home().mark(to);
        Database index = shelf.index().copyTo(CacheLocation.indexIn(to));
        try {
            disk().forceFolder(to);
            if (!goesOn.getAsBoolean()) {
                index.close();
                return false;
            }
            record(to);
        } catch (IOException | RuntimeException | Error e) {
            index.close();
            throw e;
        }
        shelf.segments().all().forEach(this::follow);
        recognize();
        shelf.index().goOnIn(shelf.location().index(), index);
        shelf.room().measure();
        return true;
    }

    // If it cannot be looked at now, it counts as gone until it can.
    private void recognize() {
        try {
            shelf.home().moved();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the cache moved to " + shelf.location().folder() + ", which gives no answer", e);
        }
    }

    private void follow(SegmentFile segment) {
        try {
            segment.liesIn(shelf.folder());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing a segment in the old folder", e);
        }
    }

    // If the record may say either folder, both must stay as they are: an Error ends the committer, reading goes on.
    private void record(Path to) throws IOException {
        try {
            shelf.location().moved(to);
        } catch (IOException e) {
            try {
                shelf.location().copying(to);
            } catch (IOException unknown) {
                e.addSuppressed(unknown);
                throw new IOError(e);
            }
            throw e;
        }
    }

    // A manifest that is lost or old is fetched again.
    private void copyManifests(Path to) throws IOException {
        CacheFiles here = here();
        var there = new CacheFiles(disk(), to);
        for (Disk.Entry entry : here.listManifests()) {
            Files.createDirectories(there.manifests());
            Files.copy(
                    here.manifests().resolve(entry.name()),
                    there.manifests().resolve(entry.name()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private CacheFiles here() {
        return new CacheFiles(disk(), shelf.location().folder());
    }

    /** Removes what is ours in the folder that does not count any more; a folder that is not this cache's is left alone. */
    void clear(Path old) throws IOException {
        shelf.index().closeOld();
        remove(old, new CacheFiles(disk(), old).marker());
        here().removeClaim();
    }

    /** Removes a copy that is not wanted. */
    void undo(Path copy) throws IOException {
        remove(copy, new CacheFiles(disk(), copy).claim());
    }

    private void remove(Path folder, String name) throws IOException {
        if (folder.equals(shelf.location().folder())) {
            throw new IllegalStateException(folder + " is where the cache is");
        }
        if (name.equals(here().marker())) {
            new CacheFiles(disk(), folder).remove();
        }
    }
}
