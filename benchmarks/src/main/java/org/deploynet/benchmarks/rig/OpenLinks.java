package org.deploynet.benchmarks.rig;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.deploynet.testkit.RtcEnd;

/** The links of one kind that are open in this process, on as many factories as there are cores. For one thread. */
public final class OpenLinks<T> {
    /** As many handshakes at once as leave a core's network thread responsive. */
    private static final int OPENING_AT_ONCE = 8;

    private final List<PeerConnectionFactory> factories = new ArrayList<>();
    private final List<T> members = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Opener<T> opener;
    private final Consumer<T> closer;

    /** Opens a link; returns when it is open. */
    @FunctionalInterface
    public interface Opener<T> {
        T open(PeerConnectionFactory factory) throws InterruptedException, ExecutionException, TimeoutException;
    }

    public OpenLinks(Opener<T> opener, Consumer<T> closer) {
        this.opener = opener;
        this.closer = closer;
        for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
            factories.add(RtcEnd.factory());
        }
    }

    /** Oldest first. */
    public List<T> members() {
        return Collections.unmodifiableList(members);
    }

    /** Opens links, or closes the youngest, until there are {@code links}. */
    public void become(int links) throws InterruptedException, ExecutionException {
        while (members.size() > links) {
            closer.accept(members.removeLast());
        }
        while (members.size() < links) {
            var opening = new ArrayList<Future<T>>();
            for (int n = members.size(); n < links && opening.size() < OPENING_AT_ONCE; n++) {
                PeerConnectionFactory factory = factories.get(n % factories.size());
                opening.add(threads.submit(() -> opener.open(factory)));
            }
            for (Future<T> one : opening) {
                members.add(one.get());
            }
        }
    }
}
