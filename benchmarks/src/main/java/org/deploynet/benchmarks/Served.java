package org.deploynet.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.ControlClient;

/** Waits for an engine in a process of its own. */
public final class Served {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Served() {}

    /** What the engine of this data folder says of itself now. */
    public static EngineSnapshot snapshot(Path data) throws IOException {
        Places places = PlaceRules.ofThisSystem().places(PlaceRules.Chosen.data(data));
        try (var client = ControlClient.connect(places.socket(), "bench", "bench")) {
            return client.snapshot();
        }
    }

    /** Returns once the engine of this data folder keeps a site of {@code siteBytes}. */
    public static EngineSnapshot await(Path data, long siteBytes) {
        String last = "it does not answer";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                EngineSnapshot now = snapshot(data);
                if (now.sites().stream().anyMatch(kept -> kept.keptBytes() >= siteBytes)) {
                    return now;
                }
                last = now.condition() + ", " + now.signaling() + ", " + now.sites();
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw new IllegalStateException("the super-peer did not fetch the site: " + last);
    }
}
