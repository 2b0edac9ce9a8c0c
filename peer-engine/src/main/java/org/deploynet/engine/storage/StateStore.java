package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What must outlive the cache: counters, sequences, purges. Each change is durable when its call returns. Safe from any thread. */
@SuppressWarnings("DoNotCallSuggester") // Furnished by the next commit.
public final class StateStore implements AutoCloseable {
    private StateStore() {}

    public static StateStore open(Path folder) throws IOException {
        throw new UnsupportedOperationException("lands next");
    }

    /** 0 if it was never counted. */
    public long counter(String name) {
        throw new UnsupportedOperationException("lands next");
    }

    /** The counters whose names begin with {@code prefix}, by name. */
    public Map<String, Long> counters(String prefix) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Adds to all of them in one transaction. */
    public void addAll(Map<String, Long> amounts) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Sets the counter to {@code value} unless it is higher already. */
    public void raise(String name, long value) {
        throw new UnsupportedOperationException("lands next");
    }

    @Override
    public void close() {}
}
