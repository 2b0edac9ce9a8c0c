package org.deploynet.engine.cache.policy;

import java.util.Arrays;
import java.util.Optional;

/** By what rule the cache decides which pieces it would rather keep. */
public enum PolicyKind {
    /** Frequency with a window for the new, as Caffeine does it. Resists scans and visitors' one-time wishes. */
    W_TINY_LFU("w-tinylfu") {
        @Override
        HotSet newSet(long bytes, int leastWeight) {
            return new TinyLfuSet(bytes, leastWeight);
        }
    },
    /** What was used last stays. */
    LRU("lru") {
        @Override
        HotSet newSet(long bytes, int leastWeight) {
            return new RecentSet(bytes, leastWeight, RecentSet.Leaver.LONGEST_UNUSED);
        }
    },
    /** What was used most often stays, however long ago. */
    LFU("lfu") {
        @Override
        HotSet newSet(long bytes, int leastWeight) {
            return new FrequentSet(bytes, leastWeight);
        }
    },
    /** What was used last goes: for visitors who each read everything once, in the same order. */
    MRU("mru") {
        @Override
        HotSet newSet(long bytes, int leastWeight) {
            return new RecentSet(bytes, leastWeight, RecentSet.Leaver.JUST_USED);
        }
    };

    private final String key;

    PolicyKind(String key) {
        this.key = key;
    }

    /** Its name in settings and commands. */
    public String key() {
        return key;
    }

    public static Optional<PolicyKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /** An empty set for {@code bytes} of pieces, of which none counts for less than {@code leastWeight} bytes. */
    abstract HotSet newSet(long bytes, int leastWeight);
}
