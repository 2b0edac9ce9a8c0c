package org.deploynet.engine.cache;

import java.util.Map;
import org.deploynet.engine.storage.StateStore;

/** Where the check of the cache is, kept in the state so that a restart goes on there. For the scrubber's thread. */
final class ScrubLog {
    private static final String PREFIX = "scrub/";

    private final StateStore state;

    ScrubLog(StateStore state) {
        this.state = state;
    }

    /** The round under way or, if none is, the last one. */
    ScrubRound round() {
        Map<String, Long> kept = state.counters(PREFIX);
        return kept.isEmpty()
                ? ScrubRound.NEVER
                : new ScrubRound(
                        number(kept, "started"),
                        number(kept, "requested") != 0,
                        number(kept, "through"),
                        number(kept, "segment"),
                        number(kept, "offset"),
                        number(kept, "pieces"),
                        number(kept, "bytes"),
                        number(kept, "rot"),
                        number(kept, "over") != 0);
    }

    /** 0 before the first round was through. */
    long finishedAtMillis() {
        return state.counter(PREFIX + "finished");
    }

    /** Durable when it returns. */
    void keep(ScrubRound round, long finishedAtMillis) {
        Map<String, Long> values = Map.of(
                "started", round.startedAtMillis(),
                "requested", round.requested() ? 1L : 0L,
                "through", round.through(),
                "segment", round.segment(),
                "offset", round.offset(),
                "pieces", round.pieces(),
                "bytes", round.bytes(),
                "rot", round.rot(),
                "over", round.over() ? 1L : 0L,
                "finished", finishedAtMillis);
        state.write(session -> {
            values.forEach((name, value) -> session.run(
                    "insert into counter values(?,?) on conflict(name) do update set value=excluded.value",
                    PREFIX + name,
                    value));
            return values.size();
        });
    }

    private static long number(Map<String, Long> kept, String name) {
        return kept.getOrDefault(PREFIX + name, 0L);
    }
}
