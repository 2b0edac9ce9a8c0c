package org.deploynet.engine.assembly;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesControl;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.serve.Reception;
import org.deploynet.protocol.key.KeyId;

/** What faces tell of single sites, carried out: durable first, then on links, fetches and disk. Safe from any thread. */
final class SitesKeeping implements SitesControl {
    /** A face waits for ten; a large cache may take longer to give a site up. */
    private static final long WAIT_SECONDS = 5;

    private final Consent consent;
    private final SiteKeeper keeper;
    private final Reception reception;
    private final PieceStore store;
    private final LiveConfig config;
    private final Supplier<SitesReport> reports;

    SitesKeeping(
            Consent consent,
            SiteKeeper keeper,
            Reception reception,
            PieceStore store,
            LiveConfig config,
            Supplier<SitesReport> reports) {
        this.consent = consent;
        this.keeper = keeper;
        this.reception = reception;
        this.store = store;
        this.config = config;
        this.reports = reports;
    }

    @Override
    public SitesReport sites() {
        return reports.get();
    }

    @Override
    public Removal block(String site, boolean keep) throws IOException {
        var id = new KeyId(site);
        // Before: the site's own thread begins to delete as soon as it hears of it.
        long bytes = store.ownBytes(id);
        consent.block(id, keep, origin(id));
        changed();
        return keep ? Removal.NONE : new Removal(bytes, remove(id).isPresent());
    }

    @Override
    public void allow(String site) {
        var id = new KeyId(site);
        consent.allow(id, origin(id));
        changed();
    }

    @Override
    public Removal purge(String site) throws IOException {
        var id = new KeyId(site);
        long bytes = store.ownBytes(id);
        return remove(id).map(gone -> new Removal(gone, true)).orElse(new Removal(bytes, false));
    }

    @Override
    public void serveUnpaid(boolean on) throws IOException {
        config.change(settings -> settings.withServeUnpaid(on));
    }

    private void changed() {
        tell(keeper, reception);
    }

    /** Another decision counts: open links first, since they are what a browser notices. */
    static void tell(SiteKeeper keeper, Reception reception) {
        reception.consentChanged();
        keeper.consentChanged();
    }

    private Optional<String> origin(KeyId site) {
        return reports.get().sites().stream()
                .filter(known -> known.site().equals(site.hex()))
                .findFirst()
                .flatMap(SitesReport.Site::origin);
    }

    /** Empty when that takes longer; it goes on. */
    private Optional<Long> remove(KeyId site) throws IOException {
        var removing = new CompletableFuture<Long>();
        Thread.ofVirtual().name("remove-site").start(() -> {
            try {
                removing.complete(keeper.remove(site));
            } catch (RuntimeException e) {
                removing.completeExceptionally(e);
            }
        });
        try {
            return Optional.of(removing.get(WAIT_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException("what is kept of the site could not be deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
