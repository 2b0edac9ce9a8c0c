package org.deploynet.engine.control;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deploynet.control.CacheControl;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of the methods about the cache, within their bounds, and gives the order. Used by one session's reading thread. */
final class CacheMethods {
    private static final Pattern SITE = Pattern.compile("[0-9a-f]{40}");
    private static final int LONGEST_PATH = 4096;
    private static final int MOST_PERCENT = 100;

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

    void pin(JsonNode params) throws IOException, MalformedJsonException {
        cache.pin(site(params), ControlJson.convert(params.path("on"), Boolean.class));
    }

    void share(JsonNode params) throws IOException, MalformedJsonException {
        Optional<Integer> percent = given(params, "percent", Integer.class);
        if (percent.filter(most -> most < 1 || most > MOST_PERCENT).isPresent()) {
            throw new MalformedJsonException("percent is " + percent.get() + ", allowed are 1 to " + MOST_PERCENT);
        }
        cache.capShare(site(params), percent);
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

    /** The site that a call is about. */
    static String site(JsonNode params) throws MalformedJsonException {
        String site = ControlJson.convert(params.path("site"), String.class);
        if (!SITE.matcher(site).matches()) {
            throw new MalformedJsonException("site is not the id of a site’s key, 40 hex digits");
        }
        return site;
    }

    private static <T> Optional<T> given(JsonNode params, String key, Class<T> type) throws MalformedJsonException {
        JsonNode value = params.path(key);
        return value.isMissingNode() || value.isNull()
                ? Optional.empty()
                : Optional.of(ControlJson.convert(value, type));
    }
}
