package org.deploynet.signaling.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.signaling.api.UnpaidCount;

/** How many tickets were issued unpaid since the start, by reason; of nobody in particular. Safe from any thread. */
public final class UnpaidTickets {
    private final Map<Unpaid, Long> counts = new ConcurrentHashMap<>();

    public void count(Unpaid why) {
        counts.merge(why, 1L, Long::sum);
    }

    /** Those reasons that there were. */
    public List<UnpaidCount> all() {
        return Arrays.stream(Unpaid.values())
                .filter(counts::containsKey)
                .map(why -> new UnpaidCount(why.code(), counts.getOrDefault(why, 0L)))
                .toList();
    }
}
