package org.deploynet.engine.assembly;

import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.sites.SiteState;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.control.sites.SitesReport.Kept;
import org.deploynet.control.sites.SitesReport.Sent;
import org.deploynet.control.sites.SitesReport.Site;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.consent.Decision;
import org.deploynet.engine.consent.Refusal;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.Totals;
import org.deploynet.engine.fill.KeptSite;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.engine.history.SiteShare;
import org.deploynet.protocol.key.KeyId;

/**
 * Puts together what is known of each site, when somebody asks: what the network assigned, what was sent and earned, what its owner
 * decided. Safe from any thread.
 */
record SitesReports(
        SiteKeeper keeper, Consent consent, PieceStore store, ReceiptBook book, HistoryBook history, Clock clock)
        implements Supplier<SitesReport> {
    private static final Comparator<Site> ORDER = Comparator.comparing(
                    (Site site) -> site.state() == SiteState.NOT_ASSIGNED)
            .thenComparing(site -> site.sent().total(), Comparator.reverseOrder())
            .thenComparing(site -> site.kept().bytes(), Comparator.reverseOrder())
            .thenComparing(Site::site);

    @Override
    public SitesReport get() {
        List<Site> all = new Look(this).sites();
        List<Site> listed =
                all.stream().sorted(ORDER).limit(SitesReport.MOST_SITES).toList();
        return new SitesReport(
                clock.instant(),
                consent.servesUnpaid(),
                listed,
                all.size() - listed.size(),
                consent.subscriptions().stream().map(DenylistKeeper::report).toList());
    }

    /** Everything as it was at one look. */
    private static final class Look {
        private final Consent consent;
        private final PieceStore store;
        private final Map<KeyId, KeptSite> assigned = new HashMap<>();
        private final Map<KeyId, KeptSite.Assignment> declined = new HashMap<>();
        private final Map<KeyId, Decision> decisions = new HashMap<>();
        private final Map<KeyId, Totals> earned;
        private final Map<String, SiteShare> sent;
        private final Set<KeyId> pinned;
        private final Map<KeyId, Integer> shares;

        Look(SitesReports from) {
            consent = from.consent();
            store = from.store();
            from.keeper().sites().forEach(site -> assigned.put(site.site(), site));
            from.keeper().declined().forEach(site -> declined.put(site.site(), site));
            consent.decisions().forEach(decision -> decisions.put(decision.site(), decision));
            earned = from.book().bySite();
            sent = from.history().sites();
            pinned = store.pinned();
            shares = store.shares();
        }

        List<Site> sites() {
            var all = new HashSet<KeyId>(assigned.keySet());
            all.addAll(declined.keySet());
            all.addAll(decisions.keySet());
            all.addAll(earned.keySet());
            sent.keySet().forEach(site -> all.add(new KeyId(site)));
            return all.stream().map(this::site).toList();
        }

        private Site site(KeyId id) {
            Optional<KeptSite> kept = Optional.ofNullable(assigned.get(id));
            Optional<KeptSite.Assignment> refused = Optional.ofNullable(declined.get(id));
            Optional<Decision> decision = Optional.ofNullable(decisions.get(id));
            Optional<Long> price = kept.map(KeptSite::price).or(() -> refused.map(KeptSite.Assignment::price));
            // A site of unknown price is none that pays nothing.
            Optional<Refusal> why = consent.refusal(id, price.orElse(1L));
            long bytes = kept.map(KeptSite::keptBytes).orElseGet(() -> store.keptBytes(id));
            SiteShare share = sent.getOrDefault(id.hex(), SiteShare.NONE);
            Totals totals = earned.getOrDefault(id, Totals.NONE);
            return new Site(
                    id.hex(),
                    kept.map(KeptSite::origin)
                            .or(() -> refused.map(KeptSite.Assignment::origin))
                            .or(() -> decision.flatMap(Decision::origin)),
                    state(why, kept.isPresent(), bytes),
                    why.flatMap(Refusal::list),
                    kept.map(KeptSite::files).orElse(0),
                    new Kept(
                            bytes,
                            kept.map(KeptSite::wantedBytes).orElse(0L),
                            pinned.contains(id),
                            Optional.ofNullable(shares.get(id)),
                            consent.keeps(id)),
                    new Sent(share.today(), share.month(), share.total()),
                    earned(totals.measured()),
                    earned(totals.settled()),
                    share.lastServed(),
                    price,
                    decision.filter(said -> !said.kind().isBlocked()).isPresent(),
                    kept.flatMap(KeptSite::problem));
        }

        private static SiteState state(Optional<Refusal> why, boolean assigned, long bytes) {
            if (why.isPresent()) {
                return SiteState.valueOf(why.get().why().name());
            }
            if (!assigned) {
                return SiteState.NOT_ASSIGNED;
            }
            return bytes > 0 ? SiteState.SERVING : SiteState.FETCHING;
        }

        private static Earned earned(Totals.Sum sum) {
            return new Earned(sum.bytes(), sum.microcredits());
        }
    }
}
