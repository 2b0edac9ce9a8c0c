package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the cache as it was when it was opened. Which cache it is and where it really lies is kept in the state: a
 * folder that vanished or that another took the place of is noticed, and never made again by itself. Safe from any thread.
 */
final class CacheFolder {
    private static final System.Logger LOG = System.getLogger(CacheFolder.class.getName());
    private static final String WHICH = "cache/marker";
    private static final String WHERE = "cache/path";

    private final Disk disk;
    private final CacheLocation location;
    private final UUID cache;
    private volatile Known known;

    /** What tells the folder, its marker and its segments from others at the same paths. */
    private record Known(Object folder, Object marker, Object segments) {}

    /** Writing has to stop: what is at the path now is not the cache that was opened. */
    static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        GoneException(Path folder, @Nullable Throwable cause) {
            super("the cache folder " + folder + " is gone, or another one is in its place", cause);
        }
    }

    private CacheFolder(Disk disk, CacheLocation location, UUID cache) throws IOException {
        this.disk = disk;
        this.location = location;
        this.cache = cache;
        this.known = look();
    }

    /**
     * Opens the folder, or makes a first one.
     *
     * @param beginAnew whether an empty or another folder may take the place of the one that is known
     * @throws CacheFolderException it is not the folder that is known
     */
    static CacheFolder open(Disk disk, CacheLocation location, StateStore state, boolean beginAnew) throws IOException {
        Path folder = location.folder();
        Optional<UUID> pinned = state.note(WHICH).map(UUID::fromString).filter(any -> !beginAnew);
        Optional<CacheMarker.Said> marker = CacheMarker.read(disk, folder);
        String where = state.note(WHERE).orElse("");
        check(folder, marker, pinned, where);
        if (marker.isEmpty() && pinned.isPresent() && hasNothing(disk, folder)) {
            throw new CacheFolderException(
                    CacheFolderException.Kind.VANISHED,
                    "the cache that was at " + where + " has vanished: " + folder
                            + " is empty or not there. Bring its disk back, or begin an empty cache with --new-cache");
        }
        disk.makeFolder(CacheLocation.segmentsIn(folder));
        UUID cache = marker.map(CacheMarker.Said::cache).or(() -> pinned).orElseGet(UUID::randomUUID);
        if (marker.isEmpty()) {
            CacheMarker.write(disk, folder, cache);
        }
        keep(state, cache, realPath(folder), where);
        return new CacheFolder(disk, location, cache);
    }

    private static void check(Path folder, Optional<CacheMarker.Said> marker, Optional<UUID> pinned, String where)
            throws CacheFolderException {
        if (marker.isPresent() && marker.get().version() != CacheMarker.VERSION) {
            throw new CacheFolderException(
                    CacheFolderException.Kind.NEWER,
                    folder + " holds a cache of version " + marker.get().version() + ", this program knows version "
                            + CacheMarker.VERSION);
        }
        if (marker.isPresent() && pinned.isPresent() && !marker.get().cache().equals(pinned.get())) {
            throw new CacheFolderException(
                    CacheFolderException.Kind.REPLACED,
                    folder + " leads to another cache than the one that was used here, at " + where
                            + ". Bring that one back, or take this one with --new-cache");
        }
    }

    // A marker alone may be lost to damage; then the rest of the cache is still there.
    private static boolean hasNothing(Disk disk, Path folder) throws IOException {
        return Files.notExists(CacheLocation.indexIn(folder))
                && disk.list(CacheLocation.segmentsIn(folder)).stream()
                        .noneMatch(
                                entry -> SegmentFile.named(disk, folder, entry).isPresent());
    }

    private static void keep(StateStore state, UUID cache, String now, String before) {
        if (!before.isEmpty() && !before.equals(now)) {
            LOG.log(Level.INFO, "the cache lies at {0} now, it was at {1}", now, before);
        }
        var notes = Map.of(WHICH, cache.toString(), WHERE, now);
        if (notes.entrySet().stream()
                .anyMatch(note -> !state.note(note.getKey()).equals(Optional.of(note.getValue())))) {
            state.keepNotes(notes);
        }
    }

    private static String realPath(Path folder) {
        try {
            return folder.toRealPath().toString();
        } catch (IOException onlySimulated) {
            return folder.toString();
        }
    }

    /**
     * To be called before anything is written; costs three looks at names.
     *
     * @throws GoneException it is not there, or not the same any more
     */
    void check() throws GoneException {
        try {
            if (look().equals(known)) {
                return;
            }
        } catch (IOException e) {
            throw new GoneException(location.folder(), e);
        }
        throw new GoneException(location.folder(), null);
    }

    /** Where it is now. */
    CacheLocation location() {
        return location;
    }

    /** Its owner moves it: the same cache is to be in this folder too. Durable when it returns. */
    void mark(Path other) throws IOException {
        CacheMarker.write(disk, other, cache);
    }

    /** It was moved to where {@link #location} says. */
    void moved() throws IOException {
        known = look();
    }

    /** What {@link #comeBack} found. */
    enum Back {
        /** Not the cache that was opened. */
        NOT_YET,
        /** The very same files. */
        SAME,
        /** The same cache in other files: mounted again, or copied back. What is open of it has to be opened again. */
        AGAIN
    }

    /** Looks whether the cache is there again; from then on {@link #check} compares with what is there now. */
    Back comeBack() {
        try {
            Known now = look();
            if (now.equals(known)) {
                return Back.SAME;
            }
            boolean ours = CacheMarker.read(disk, location.folder())
                    .filter(said -> said.cache().equals(cache))
                    .isPresent();
            if (ours) {
                known = now;
            }
            return ours ? Back.AGAIN : Back.NOT_YET;
        } catch (IOException e) {
            return Back.NOT_YET;
        }
    }

    private Known look() throws IOException {
        Path folder = location.folder();
        return new Known(
                disk.identity(folder),
                disk.identity(CacheMarker.file(folder)),
                disk.identity(CacheLocation.segmentsIn(folder)));
    }
}
