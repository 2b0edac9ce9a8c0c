package org.deploynet.engine.control;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.jspecify.annotations.Nullable;

/**
 * Hands snapshots to one watcher at its pace, to a tray only those that say something new; with no watcher there is no thread
 * and no snapshot.
 */
public final class SnapshotFeed implements PeerControl.Subscription {
    private final CountDownLatch closed = new CountDownLatch(1);

    private SnapshotFeed() {}

    public static SnapshotFeed start(
            PeerControl.Watching watching, Supplier<EngineSnapshot> source, Consumer<EngineSnapshot> target) {
        var feed = new SnapshotFeed();
        Consumer<EngineSnapshot> told = watching == PeerControl.Watching.TRAY ? onlyNews(target) : target;
        Thread.ofVirtual().name("snapshot-feed").start(() -> feed.run(watching, source, told));
        return feed;
    }

    /** Tells {@code target} what says something else than the last it was told. For one thread. */
    static Consumer<EngineSnapshot> onlyNews(Consumer<EngineSnapshot> target) {
        var last = new AtomicReference<@Nullable EngineSnapshot>();
        return now -> {
            EngineSnapshot before = last.get();
            if (before == null || !before.saysTheSameAs(now)) {
                last.set(now);
                target.accept(now);
            }
        };
    }

    private void run(PeerControl.Watching watching, Supplier<EngineSnapshot> source, Consumer<EngineSnapshot> target) {
        try {
            do {
                target.accept(source.get());
            } while (!closed.await(watching.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
