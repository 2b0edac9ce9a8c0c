package org.deploynet.engine.assembly;

import java.nio.file.AccessDeniedException;
import java.util.stream.Stream;
import org.deploynet.engine.assembly.EngineStartException.Why;
import org.deploynet.engine.cache.CacheFolderException;
import org.deploynet.engine.cache.StateNotUsableException;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.NewerVersionException;
import org.jspecify.annotations.Nullable;

/** What kept the cache and the state from being opened, as a reason that an owner can do something about. */
final class StartFaults {
    private static final int MOST_CAUSES = 20;

    private StartFaults() {}

    static Why of(Throwable failure) {
        boolean inState = causes(failure).anyMatch(StateNotUsableException.class::isInstance);
        Why otherwise = inState ? Why.STATE_NOT_USABLE : Why.CACHE_NOT_USABLE;
        return causes(failure)
                .map(cause -> of(cause, inState, otherwise))
                .filter(why -> why != otherwise)
                .findFirst()
                .orElse(otherwise);
    }

    private static Why of(Throwable cause, boolean inState, Why otherwise) {
        return switch (cause) {
            case CacheFolderException e ->
                switch (e.kind()) {
                    case VANISHED -> Why.CACHE_VANISHED;
                    case REPLACED -> Why.CACHE_REPLACED;
                    case NEWER -> Why.CACHE_NEWER;
                };
            case NewerVersionException _ -> inState ? Why.STATE_NEWER : Why.CACHE_NEWER;
            case LinkageError _ -> Why.NATIVE_LIBRARY;
            case Throwable _
            when cause.getClass().getSimpleName().contains("NativeLibraryNotFound") -> Why.NATIVE_LIBRARY;
            case Throwable _ when inState -> otherwise;
            case DatabaseException e ->
                switch (e.kind()) {
                    case LOCKED -> Why.CACHE_LOCKED;
                    case READ_ONLY -> Why.CACHE_READ_ONLY;
                    case DAMAGED, FULL, OTHER -> otherwise;
                };
            case AccessDeniedException _ -> Why.CACHE_FORBIDDEN;
            default ->
                String.valueOf(cause.getMessage()).contains("Read-only file system") ? Why.CACHE_READ_ONLY : otherwise;
        };
    }

    private static Stream<Throwable> causes(@Nullable Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES);
    }
}
