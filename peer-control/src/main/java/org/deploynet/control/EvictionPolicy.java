package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** By what rule the cache decides which pieces it would rather keep; each has a name and a sentence in the bundles. */
public enum EvictionPolicy {
    W_TINY_LFU("w-tinylfu"),
    LRU("lru"),
    LFU("lfu"),
    MRU("mru");

    private final String key;

    EvictionPolicy(String key) {
        this.key = key;
    }

    /** Its name in settings, messages and commands. */
    @JsonValue
    public String key() {
        return key;
    }

    @JsonCreator
    public static EvictionPolicy of(String key) {
        return Arrays.stream(values())
                .filter(policy -> policy.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a policy is one of " + keys()));
    }

    private static String keys() {
        return Arrays.stream(values()).map(EvictionPolicy::key).collect(Collectors.joining(", "));
    }

    public String textKey() {
        return "engine.policy." + key;
    }

    public String reasonKey() {
        return textKey() + ".reason";
    }
}
