package org.deploynet.engine.assembly;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Supplier;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.Totals;
import org.deploynet.engine.fill.OriginFetcher;
import org.deploynet.engine.history.Figures;
import org.deploynet.engine.history.Reading;
import org.deploynet.engine.history.SiteFigures;
import org.deploynet.engine.serve.Reception;
import org.deploynet.engine.serve.ServeMeters;
import org.deploynet.protocol.key.KeyId;

/** All counters of the engine, as the history reads them. Safe from any thread. */
record Meters(Reception reception, OriginFetcher fetcher, ReceiptBook book) implements Supplier<Reading> {
    @Override
    public Reading get() {
        ServeMeters served = reception.meters();
        Totals receipts = book.totals();
        return new Reading(
                new Figures(
                        served.payloadBytes(),
                        fetcher.receivedBytes(),
                        served.pieces(),
                        receipts.measured().microcredits(),
                        receipts.settled().microcredits()),
                sites());
    }

    private Map<String, SiteFigures> sites() {
        Map<KeyId, Long> sent = reception.payloadBySite();
        Map<KeyId, Totals> measured = book.bySite();
        var all = new HashSet<>(sent.keySet());
        all.addAll(measured.keySet());
        var sites = new HashMap<String, SiteFigures>();
        for (KeyId site : all) {
            long microcredits =
                    measured.getOrDefault(site, Totals.NONE).measured().microcredits();
            sites.put(site.hex(), new SiteFigures(sent.getOrDefault(site, 0L), microcredits));
        }
        return sites;
    }

    /** Whether bytes may be moving now. */
    boolean isBusy() {
        return reception.meters().links() > 0 || fetcher.isBusy();
    }
}
