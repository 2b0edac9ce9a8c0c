package org.deploynet.engine.nat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Notices that this machine's network changed, or that the machine slept, and tells it once things are settled. It looks rather than
 * listens: what systems tell of their own accord differs from each to each, and one look costs 0.4 ms of a core (docs/nat.md). A
 * thread of its own, which sleeps meanwhile.
 */
public final class NetworkWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NetworkWatch.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration EVERY_WHILE_SETTLING = Duration.ofMillis(250);

    private final Supplier<NetworkState> network;
    private final Consumer<NetworkChange> listener;
    private final Clock wall = Clock.systemUTC();
    private final CountDownLatch closed = new CountDownLatch(1);

    private NetworkWatch(Supplier<NetworkState> network, Consumer<NetworkChange> listener) {
        this.network = network;
        this.listener = listener;
    }

    /**
     * Looks from now on.
     *
     * @param network what there is at the moment
     * @param listener called on the watch's thread, which looks again when it returns
     */
    public static NetworkWatch start(Supplier<NetworkState> network, Consumer<NetworkChange> listener) {
        var watch = new NetworkWatch(network, listener);
        Thread.ofVirtual().name("network-watch").start(watch::run);
        return watch;
    }

    private void run() {
        try {
            var settler = new ChangeSettler(network.get(), System.nanoTime(), wall.millis());
            do {
                look(settler).ifPresent(this::tell);
            } while (!closed.await(pause(settler).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration pause(ChangeSettler settler) {
        return settler.isSettling() ? EVERY_WHILE_SETTLING : EVERY;
    }

    private Optional<NetworkChange> look(ChangeSettler settler) {
        return settler.look(network.get(), System.nanoTime(), wall.millis());
    }

    // No address: the log is for others' eyes too.
    private void tell(NetworkChange change) {
        LOG.log(System.Logger.Level.INFO, "the network changed: {0}", change.kinds());
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a change of the network was not handled", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
