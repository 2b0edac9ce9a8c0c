package org.deploynet.desktop.supervise;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.desktop.supervise.EngineView.Watch;

/** Who wants to hear of each new condition. Safe from any thread; the calls come one after another. */
final class Watches {
    private static final System.Logger LOG = System.getLogger(Watches.class.getName());

    private final Map<Object, Watcher> watchers = new LinkedHashMap<>();
    private final Runnable changed;
    private EngineCondition latest;

    private record Watcher(Watching watching, Consumer<EngineCondition> target) {}

    /** @param changed runs after somebody began or stopped to watch */
    Watches(EngineCondition first, Runnable changed) {
        this.latest = first;
        this.changed = changed;
    }

    synchronized EngineCondition latest() {
        return latest;
    }

    Watch add(Watching watching, Consumer<EngineCondition> target) {
        var key = new Object();
        synchronized (this) {
            watchers.put(key, new Watcher(watching, target));
            hand(latest, target);
        }
        changed.run();
        return () -> remove(key);
    }

    private void remove(Object key) {
        synchronized (this) {
            watchers.remove(key);
        }
        changed.run();
    }

    synchronized void tell(EngineCondition condition) {
        latest = condition;
        watchers.values().forEach(watcher -> hand(condition, watcher.target()));
    }

    /** How closely the closest of them looks; empty when nobody does. */
    synchronized Optional<Watching> closest() {
        return watchers.values().stream().map(Watcher::watching).min(Comparator.comparing(Watching::every));
    }

    // One that fails keeps the others from nothing.
    private static void hand(EngineCondition condition, Consumer<EngineCondition> target) {
        try {
            target.accept(condition);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a view of the engine failed", e);
        }
    }
}
