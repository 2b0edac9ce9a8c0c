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

    /** Returns once the engine of this data folder keeps a site of {@code siteBytes}. */
    public static EngineSnapshot await(Path data, long siteBytes) {
        Places places = PlaceRules.ofThisSystem().places(PlaceRules.Chosen.data(data));
        String last = "it does not answer";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try (var client = ControlClient.connect(places.socket(), "bench", "bench")) {
                EngineSnapshot now = client.snapshot();
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
