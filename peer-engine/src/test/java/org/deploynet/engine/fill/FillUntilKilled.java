package org.deploynet.engine.fill;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.net.OriginAddresses;

/** Keeps one site, says on standard output what it received and when nothing is missing, and goes on until it is killed. */
final class FillUntilKilled {
    private FillUntilKilled() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        URI origin = URI.create(args[1]);
        var store = PieceStore.open(
                PieceStore.Options.of(folder.resolve("cache"), folder.resolve("state"), 200_000_000, 0),
                new NioDisk(),
                Clock.systemUTC());
        var fetcher = new OriginFetcher(
                new OriginAddresses(Set.of(origin)), OriginPace.USUAL, Clock.systemUTC(), OriginFetcher.Line.free());
        var manifests = new KeptManifests(() -> folder.resolve("cache/manifests"), Clock.systemUTC());
        var changes = new Semaphore(0);
        var keeper = new SiteKeeper(
                new SiteKeeper.Tools(store, fetcher, manifests, new Consent(store.state()), Clock.systemUTC()),
                new SiteKeeper.Watcher() {
                    @Override
                    public void inventoryChanged() {
                        changes.release();
                    }

                    @Override
                    public void siteRefused(KeyId site, String why) {
                        System.err.println(why);
                    }
                });
        keeper.assign(List.of(new Assignment(new KeyId(args[2]), args[1], 1, List.of(0), 0, Map.of())));
        while (!keeper.sites().getFirst().whole()) {
            changes.tryAcquire(20, TimeUnit.MILLISECONDS);
            System.out.println("received " + fetcher.receivedBytes());
        }
        System.out.println("whole");
        Thread.sleep(Long.MAX_VALUE);
    }
}
