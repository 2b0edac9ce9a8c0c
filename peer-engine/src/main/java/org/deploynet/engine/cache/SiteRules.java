package org.deploynet.engine.cache;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/** What the owner decided about single sites: which stay, and how much of the quota one may take. Kept in the state. Safe from any thread. */
final class SiteRules {
    private static final String PIN = "pin/";
    private static final String SHARE = "share/";

    private final StateStore state;
    private final Set<KeyId> pinned = ConcurrentHashMap.newKeySet();
    private final Map<KeyId, Integer> percents = new ConcurrentHashMap<>();
    private final Map<KeyId, Long> underWay = new ConcurrentHashMap<>();

    SiteRules(StateStore state) {
        this.state = state;
        state.notes(PIN).keySet().forEach(name -> pinned.add(site(name, PIN)));
        state.notes(SHARE).forEach((name, percent) -> percents.put(site(name, SHARE), Integer.parseInt(percent)));
    }

    private static KeyId site(String name, String prefix) {
        return new KeyId(name.substring(prefix.length()));
    }

    /** Durable when it returns. */
    void pin(KeyId site, boolean on) {
        if (on) {
            state.keepNotes(Map.of(PIN + site.hex(), "1"));
            pinned.add(site);
        } else {
            state.dropNote(PIN + site.hex());
            pinned.remove(site);
        }
    }

    Set<KeyId> pinned() {
        return Set.copyOf(pinned);
    }

    /** Durable when it returns; empty lifts the cap. */
    void capShare(KeyId site, OptionalInt percent) {
        if (percent.isPresent()) {
            Check.range("percent", percent.getAsInt(), 1, 100);
            state.keepNotes(Map.of(SHARE + site.hex(), Integer.toString(percent.getAsInt())));
            percents.put(site, percent.getAsInt());
        } else {
            state.dropNote(SHARE + site.hex());
            percents.remove(site);
        }
    }

    Map<KeyId, Integer> shares() {
        return Map.copyOf(percents);
    }

    /** Most bytes the site may have. */
    long mostBytes(KeyId site, long quotaBytes) {
        Integer percent = percents.get(site);
        return percent == null ? Long.MAX_VALUE : quotaBytes / 100 * percent;
    }

    /** What is being fetched for the site, bytes. */
    long underWay(KeyId site) {
        return underWay.getOrDefault(site, 0L);
    }

    void begin(KeyId site, long bytes) {
        underWay.merge(site, bytes, Long::sum);
    }

    void end(KeyId site, long bytes) {
        underWay.computeIfPresent(site, (same, before) -> before > bytes ? before - bytes : null);
    }
}
