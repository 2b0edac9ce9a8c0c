package org.deploynet.engine.control;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;

/** Hands snapshots to one watcher at its pace; with no watcher there is no thread and no snapshot. */
public final class SnapshotFeed implements PeerControl.Subscription {
    private final CountDownLatch closed = new CountDownLatch(1);

    private SnapshotFeed() {}

    public static SnapshotFeed start(
            PeerControl.Watching watching, Supplier<EngineSnapshot> source, Consumer<EngineSnapshot> target) {
        var feed = new SnapshotFeed();
        Thread.ofVirtual().name("snapshot-feed").start(() -> feed.run(watching, source, target));
        return feed;
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
