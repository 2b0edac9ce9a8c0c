package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.cache.MoveProgress.Why;
import org.deploynet.engine.storage.Disk;

/**
 * The folder that a cache is to be moved to: looked at before anything is written, then claimed by a file that names the
 * cache, so that a half-done copy is known again and taken for nobody else's. For the mover's thread.
 */
final class MoveTarget {
    private final Disk disk;
    private final CacheLocation location;
    private final Path asked;

    MoveTarget(Disk disk, CacheLocation location, Path asked) {
        this.disk = disk;
        this.location = location;
        this.asked = asked;
    }

    /** Returns the real path of the folder, which it made if it was missing; nothing else is written. */
    Path checked() throws MoveException {
        if (!LocationRecord.canKeep(asked)) {
            throw new MoveException(Why.BAD_PATH, asked.toString());
        }
        Path path = asked.normalize();
        if (Files.isSymbolicLink(path)) {
            throw new MoveException(Why.IS_LINK, path.toString());
        }
        if (Files.exists(path) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new MoveException(Why.NOT_A_FOLDER, path.toString());
        }
        refuseOverlap(wouldBe(path));
        try {
            Files.createDirectories(path);
            Path real = path.toRealPath();
            refuseOverlap(real);
            refuseStrangers(real);
            return real;
        } catch (MoveException e) {
            throw e;
        } catch (IOException e) {
            throw new MoveException(Why.NOT_WRITABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private void refuseOverlap(Path target) throws MoveException {
        for (Path taken : List.of(wouldBe(location.folder()), wouldBe(location.stateFolder()))) {
            if (target.startsWith(taken) || taken.startsWith(target)) {
                throw new MoveException(Why.OVERLAPS, taken.toString());
            }
        }
    }

    // A folder that a link leads out of would let us write, and later remove, what is not below the target.
    private void refuseStrangers(Path target) throws IOException {
        boolean ours = isClaimed(target);
        try (var entries = Files.newDirectoryStream(target)) {
            for (Path entry : entries) {
                if (!ours || Files.isSymbolicLink(entry)) {
                    throw new MoveException(Why.NOT_EMPTY, entry.toString());
                }
            }
        }
    }

    /** Writes the claim; also the proof that the folder takes files. It and its name are durable when this returns. */
    void claim(Path target) throws MoveException {
        try {
            if (!isClaimed(target)) {
                new CacheFiles(disk, target).writeClaim(marker());
            }
            disk.makeFolder(CacheLocation.segmentsIn(target));
            disk.forceFolder(target);
            forceNames(target);
        } catch (IOException e) {
            throw new MoveException(Why.NOT_WRITABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** A copy goes on only where it was begun: the folder's disk may be away, and another folder in its place. */
    void recognize(Path target) throws IOException {
        if (!isClaimed(target)) {
            throw new MoveException(Why.TARGET_GONE, target.toString());
        }
    }

    private boolean isClaimed(Path target) throws IOException {
        return !marker().isEmpty() && new CacheFiles(disk, target).claim().equals(marker());
    }

    private String marker() throws IOException {
        return new CacheFiles(disk, location.folder()).marker();
    }

    // The folders that were made for it have to outlive a power cut, too. One that we may enter and not read was not
    // made by us.
    private void forceNames(Path target) throws IOException {
        for (Path each = target.getParent(); each != null; each = each.getParent()) {
            try {
                disk.forceFolder(each);
            } catch (AccessDeniedException notOurs) {
                return;
            }
        }
    }

    // The real path of what is there, and the rest as it is spelt.
    private static Path wouldBe(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return Optional.ofNullable(path.getParent())
                    .map(parent -> wouldBe(parent).resolve(path.getFileName()))
                    .orElse(path);
        }
    }
}
