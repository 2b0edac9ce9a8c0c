package org.deploynet.engine.cache;

import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import org.deploynet.engine.storage.DatabaseException;
import org.jspecify.annotations.Nullable;

/** Why the cache serves what it has and takes nothing new; it asks the disk again by itself, every few seconds. */
public enum WhyNotGrowing {
    /** No space left, or less than the owner wants to be left. */
    FULL,
    /** The disk, or the folder, may not be written. */
    READ_ONLY,
    /** The disk reports errors. */
    FAILING,
    /** The folder is not there any more, or another one is in its place. */
    GONE;

    // The system's words for ENOSPC, EDQUOT and EROFS; the JDK has no codes for them.
    private static final List<String> FULL_WORDS =
            List.of("No space left on device", "Disk quota exceeded", "not enough space");
    private static final String READ_ONLY_WORDS = "Read-only file system";

    /** What an error says of the disk. */
    static WhyNotGrowing of(@Nullable Throwable error) {
        return switch (error) {
            case null -> FAILING;
            case CacheFolder.GoneException _ -> GONE;
            case ReadOnlyFileSystemException _ -> READ_ONLY;
            case AccessDeniedException _ -> READ_ONLY;
            case DatabaseException e when e.kind() == DatabaseException.Kind.FULL -> FULL;
            case DatabaseException e when e.kind() == DatabaseException.Kind.READ_ONLY -> READ_ONLY;
            default -> byWords(error);
        };
    }

    private static WhyNotGrowing byWords(Throwable error) {
        String words = String.valueOf(error.getMessage());
        if (FULL_WORDS.stream().anyMatch(words::contains)) {
            return FULL;
        }
        return words.contains(READ_ONLY_WORDS) ? READ_ONLY : of(error.getCause());
    }
}
