package org.deploynet.engine.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** How a reader of segments gets to change the index: at once while the cache is opened, else in the committer's turn. */
interface Turn {
    <T> CompletableFuture<T> take(Supplier<T> change);

    /** For the thread that opens the cache, which is the only one yet. */
    static Turn atOnce() {
        return new Turn() {
            @Override
            public <T> CompletableFuture<T> take(Supplier<T> change) {
                return CompletableFuture.completedFuture(change.get());
            }
        };
    }
}
