package org.deploynet.desktop.view;

import java.util.Optional;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** What the fields for cache size and free space say, as far as it is written. A pure function; immutable. */
public sealed interface LimitFields {
    /** Both are sizes within their bounds. Bytes. */
    record Sizes(long quotaBytes, long freeFloorBytes) implements LimitFields {}

    /** One cannot count; {@code isQuota} says which, {@code why} is a sentence. */
    record Wrong(boolean isQuota, String why) implements LimitFields {}

    static LimitFields of(String quota, String freeFloor, Texts texts) {
        Optional<Long> quotaBytes = bytes(quota);
        Optional<Long> floorBytes = bytes(freeFloor);
        if (quotaBytes.isEmpty()) {
            return new Wrong(true, texts.get("desktop.cache.limits.no-size"));
        }
        if (!EngineConfig.QUOTA.bound().allows(quotaBytes.get())) {
            return new Wrong(true, bounds(EngineConfig.LEAST_QUOTA_BYTES, texts));
        }
        if (floorBytes.isEmpty()) {
            return new Wrong(false, texts.get("desktop.cache.limits.no-size"));
        }
        return floorBytes.get() <= EngineConfig.MOST_BYTES
                ? new Sizes(quotaBytes.get(), floorBytes.get())
                : new Wrong(false, bounds(0, texts));
    }

    /** What stands in a field for a size that counts: units as they can be typed, in any language. */
    static String text(long bytes) {
        return SizeWords.exact(bytes);
    }

    private static String bounds(long least, Texts texts) {
        return texts.get(
                "desktop.cache.limits.bounds", SizeWords.exact(least), SizeWords.exact(EngineConfig.MOST_BYTES));
    }

    private static Optional<Long> bytes(String text) {
        try {
            return Optional.of(SizeWords.parse(text));
        } catch (IllegalArgumentException noSize) {
            return Optional.empty();
        }
    }
}
