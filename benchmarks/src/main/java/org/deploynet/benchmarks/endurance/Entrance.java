package org.deploynet.benchmarks.endurance;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.benchmarks.rig.Wanted;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.RtcEnd;

/** How the visitors of this process come to the network. Safe from any thread. */
final class Entrance {
    private static final int LINK_SECONDS = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<PeerConnectionFactory> factories = new ArrayList<>();
    private final AtomicInteger come = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Wanted wanted;

    Entrance(Wanted wanted) {
        this.wanted = wanted;
        for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
            factories.add(RtcEnd.factory());
        }
    }

    Wanted wanted() {
        return wanted;
    }

    /** For what visitors do at the same time. */
    ExecutorService threads() {
        return threads;
    }

    /** Somebody who has not been here before. */
    JavaVisitor visitor() {
        PeerConnectionFactory factory = factories.get(come.getAndIncrement() % factories.size());
        return new JavaVisitor(http, factory, wanted.site());
    }

    /** The visitor's own patience is that of a test, and longer than an engine takes to start. */
    void connect(JavaVisitor visitor) throws InterruptedException, ExecutionException, TimeoutException {
        Future<JavaVisitor.Timings> connecting = threads.submit(visitor::connect);
        try {
            connecting.get(LINK_SECONDS, TimeUnit.SECONDS);
        } finally {
            connecting.cancel(true);
        }
    }
}
