package org.deploynet.command.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.deploynet.command.site.SiteFile;

/**
 * Brings every file of a site to its hashes, from the cache where the file is unchanged, and looks once more at all of
 * them when the last is done: a big site takes minutes, in which the first file can change. Used by one thread.
 */
final class SiteHashes {
    private static final int ROUNDS = 3;

    private final HashCache cache;
    private final Path layers;
    private final FileHasher hasher;
    private final LongConsumer progress;
    private int readAgain;

    SiteHashes(HashCache cache, Path layers, Clock clock, LongConsumer progress) {
        this.cache = cache;
        this.layers = layers;
        this.hasher = new FileHasher(clock, progress);
        this.progress = progress;
    }

    List<HashedFile> of(List<SiteFile> files) throws PublishFailure {
        List<HashedFile> hashed = new ArrayList<>(files.size());
        for (SiteFile file : files) {
            hashed.add(hash(file));
        }
        for (int round = 0; round < ROUNDS; round++) {
            if (!rehashChanged(hashed)) {
                return hashed;
            }
        }
        throw new PublishFailure("publish.siteKeepsChanging", ROUNDS);
    }

    /** How many files had to be read. */
    int filesRead() {
        return readAgain;
    }

    private HashedFile hash(SiteFile file) throws PublishFailure {
        try {
            Optional<HashedFile> known = cache.unchanged(file, layers);
            if (known.isPresent()) {
                progress.accept(file.size());
                return known.get();
            }
            readAgain++;
            return hasher.hash(file);
        } catch (NoSuchFileException e) {
            throw new PublishFailure(e, "publish.vanished", file.file());
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.unreadableFile", file.file(), String.valueOf(e.getMessage()));
        }
    }

    private boolean rehashChanged(List<HashedFile> hashed) throws PublishFailure {
        boolean changed = false;
        for (int i = 0; i < hashed.size(); i++) {
            HashedFile now = hashed.get(i);
            if (!isSame(now)) {
                changed = true;
                hashed.set(i, hash(now.file()));
            }
        }
        return changed;
    }

    private static boolean isSame(HashedFile hashed) {
        Path file = hashed.file().file();
        try {
            return Files.exists(file) && FileIdentity.of(file).equals(hashed.identity());
        } catch (IOException unreadable) {
            return false;
        }
    }
}
