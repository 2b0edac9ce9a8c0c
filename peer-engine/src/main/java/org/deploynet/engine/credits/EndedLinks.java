package org.deploynet.engine.credits;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links that are over, until the network knows that nothing more will be asked for their tickets. For the thread that holds
 * the book's lock.
 */
final class EndedLinks {
    /** The oldest are forgotten above it: the network gives back what it holds for them by itself, a day after. */
    private static final int MOST = 4096;

    private final Map<String, Long> byLink = new LinkedHashMap<>();

    /** @param after the number of the last thing that was added to the book before the link ended */
    void add(String link, long after) {
        byLink.put(link, after);
        if (byLink.size() > MOST) {
            byLink.remove(byLink.keySet().iterator().next());
        }
    }

    /** Those whose receipts are forced, and answered by the network: {@code unsettled} are the links that have others. */
    List<String> finished(long forced, Set<String> unsettled, int max) {
        return byLink.entrySet().stream()
                .filter(ended -> ended.getValue() <= forced && !unsettled.contains(ended.getKey()))
                .map(Map.Entry::getKey)
                .limit(max)
                .toList();
    }

    boolean isEmpty() {
        return byLink.isEmpty();
    }

    void remove(Collection<String> links) {
        byLink.keySet().removeAll(links);
    }
}
