package org.deploynet.engine.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.deploynet.control.EngineEvent;

/** The latest few rare things, oldest first, for the snapshot. Safe from any thread. */
public final class RecentEvents {
    private static final int KEPT = 16;

    private final Deque<EngineEvent> events = new ArrayDeque<>();

    public synchronized void add(EngineEvent event) {
        if (events.size() == KEPT) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    public synchronized List<EngineEvent> list() {
        return List.copyOf(events);
    }
}
