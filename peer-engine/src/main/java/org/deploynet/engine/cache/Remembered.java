package org.deploynet.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the index has found since it was last changed: a cold question to SQLite takes a fifth of a millisecond, which a
 * visitor waits for. Whatever changes the index makes all of it void. Safe from any thread.
 */
final class Remembered<K, V> {
    private final AtomicLong changes;
    private final Cache<K, Answer<V>> answers;

    private record Answer<V>(long change, V value) {}

    /** {@code changes} counts the changes of the index, after each of them. */
    Remembered(AtomicLong changes, int most) {
        this.changes = changes;
        this.answers =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** The answer to {@code key}: the remembered one, else the one that {@code ask} gives. Only what is found is remembered. */
    Optional<V> or(K key, Supplier<Optional<V>> ask) {
        // Counted before it asks: an answer that is older than a change is never taken for a newer one.
        long change = changes.get();
        Answer<V> known = answers.getIfPresent(key);
        if (known != null && known.change() == change) {
            return Optional.of(known.value());
        }
        Optional<V> found = ask.get();
        found.ifPresent(value -> answers.put(key, new Answer<>(change, value)));
        return found;
    }
}
