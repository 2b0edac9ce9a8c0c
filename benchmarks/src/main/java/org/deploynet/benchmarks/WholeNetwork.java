package org.deploynet.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.place.Places;
import org.deploynet.engine.assembly.EngineAssembly;
import org.deploynet.engine.assembly.EngineOptions;
import org.deploynet.testkit.JavaVisitor;

/** A signaling server, an origin and an engine in this process, with a temporary data folder. */
final class WholeNetwork implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long QUOTA = 2_000_000_000;

    private final Path folder;
    private final PublishedSite published;
    private final EngineAssembly engine;

    WholeNetwork(int objectBytes) throws Exception {
        folder = Files.createTempDirectory("deploynet-bench");
        published = new PublishedSite(folder.resolve("signaling"), objectBytes);
        engine = EngineAssembly.start(options(), () -> {});
        awaitServed();
    }

    /** Where the engine answers its faces. */
    Path controlSocket() {
        return engine.places().socket();
    }

    private EngineOptions options() {
        var places = new Places(
                folder.resolve("config"), folder.resolve("state"), folder.resolve("cache"), folder.resolve("run"));
        return new EngineOptions(
                places,
                "bench",
                Optional.of(published.signaling().superPeers().toString()),
                Optional.of(UploadChoice.UNLIMITED),
                Optional.of(QUOTA),
                Optional.of(0L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Set.of(site().origin()),
                false,
                Optional.empty(),
                false);
    }

    private void awaitServed() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (engine.snapshot().sites().stream().noneMatch(kept -> kept.keptBytes() >= site().objectBytes())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the super-peer did not fetch the site: " + engine.snapshot());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    OneSite site() {
        return published.site();
    }

    HttpClient http() {
        return published.http();
    }

    JavaVisitor.Site forVisitors() {
        URI visitors = published.signaling().visitors();
        return new JavaVisitor.Site(
                visitors, site().origin().toString(), site().signed().manifest().site());
    }

    @Override
    public void close() throws IOException {
        engine.close();
        published.close();
        Folders.delete(folder);
    }
}
