package org.deploynet.engine.control;

import java.io.IOException;
import java.util.Optional;
import org.deploynet.control.CacheControl;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of the methods about the cache, within their bounds, and gives the order. Used by one session's reading thread. */
final class CacheMethods {
    private static final int LONGEST_PATH = 4096;

    private final CacheControl cache;

    CacheMethods(CacheControl cache) {
        this.cache = cache;
    }

    void bounds(JsonNode params) throws IOException, MalformedJsonException {
        Optional<Long> quota = given(params, EngineConfig.QUOTA.key(), Long.class);
        Optional<Long> floor = given(params, EngineConfig.FREE_FLOOR.key(), Long.class);
        if (floor.filter(bytes -> bytes < 0).isPresent()) {
            throw new MalformedJsonException("less than nothing cannot stay free");
        }
        if (quota.isEmpty() && floor.isEmpty()) {
            throw new MalformedJsonException("bounds of what?");
        }
        cache.bounds(quota, floor);
    }

    void policy(JsonNode params) throws IOException, MalformedJsonException {
        cache.evictBy(ControlJson.convert(params.path("kind"), EvictionPolicy.class));
    }

    void scrub(JsonNode params) throws IOException, MalformedJsonException {
        cache.scrub(ControlJson.convert(params.path("now"), Boolean.class));
    }

    void move(JsonNode params) throws IOException, MalformedJsonException {
        String to = ControlJson.convert(params.path("to"), String.class);
        if (to.isBlank() || to.length() > LONGEST_PATH || to.chars().anyMatch(letter -> letter < ' ')) {
            throw new MalformedJsonException("to is not the path of a folder");
        }
        cache.moveCache(to);
    }

    private static <T> Optional<T> given(JsonNode params, String key, Class<T> type) throws MalformedJsonException {
        JsonNode value = params.path(key);
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(ControlJson.convert(value, type));
    }
}
