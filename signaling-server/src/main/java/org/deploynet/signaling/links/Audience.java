package org.deploynet.signaling.links;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.deploynet.protocol.key.KeyId;

/** The visitors that are online, by site. Safe from any thread. */
public final class Audience {
    private final Map<KeyId, Set<Visitor>> bySite = new ConcurrentHashMap<>();

    public void come(Visitor visitor) {
        bySite.compute(visitor.site(), (site, visitors) -> {
            Set<Visitor> with = visitors == null ? ConcurrentHashMap.newKeySet() : visitors;
            with.add(visitor);
            return with;
        });
    }

    public void go(Visitor visitor) {
        bySite.computeIfPresent(visitor.site(), (site, visitors) -> {
            visitors.remove(visitor);
            return visitors.isEmpty() ? null : visitors;
        });
    }

    public Set<Visitor> of(KeyId site) {
        return Set.copyOf(bySite.getOrDefault(site, Set.of()));
    }

    public Set<Visitor> all() {
        return bySite.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    public int count(KeyId site) {
        return bySite.getOrDefault(site, Set.of()).size();
    }

    public int count() {
        return bySite.values().stream().mapToInt(Set::size).sum();
    }
}
