package org.deploynet.desktop.view;

import java.util.List;
import java.util.Locale;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.desktop.view.OverviewFigures.Card;
import org.deploynet.desktop.view.OverviewFigures.Network;
import org.deploynet.desktop.view.OverviewFigures.SiteLine;
import org.deploynet.desktop.view.OverviewFigures.Step;
import org.deploynet.i18n.Texts;

/** Composes {@link OverviewFigures} of one snapshot. */
final class OverviewComposition {
    private final EngineSnapshot snapshot;
    private final Texts texts;
    private final Figures figures;

    OverviewComposition(EngineSnapshot snapshot, Texts texts, Figures figures) {
        this.snapshot = snapshot;
        this.texts = texts;
        this.figures = figures;
    }

    OverviewFigures compose() {
        var transfer = snapshot.transfer();
        var cache = snapshot.cache();
        return new OverviewFigures(
                figures.rate(transfer.bytesPerSecond()),
                figures.bitRate(transfer.bytesPerSecond()).text(),
                figures.size(transfer.todayBytes()),
                figures.size(transfer.totalBytes()),
                browsers(),
                credits(),
                reachability(),
                cache(),
                Figures.fraction(cache.bytes(), cache.quotaBytes()),
                texts.get("desktop.overview.cache.fill", figures.percent(cache.bytes(), cache.quotaBytes())),
                snapshot.sites().stream().map(this::site).toList(),
                steps(),
                transfer.totalBytes() > 0);
    }

    private Figure browsers() {
        return new Figure(
                figures.count(snapshot.browsers().connected()),
                texts.get(
                        "desktop.overview.browsers.at-most",
                        figures.count(snapshot.browsers().atMost())));
    }

    private Card credits() {
        var credits = snapshot.credits();
        String balance = credits.available()
                .map(available -> texts.get(
                        "desktop.overview.credits.balance",
                        figures.credits(available),
                        figures.credits(credits.pending().orElse(0L))))
                .orElse(texts.get("desktop.overview.credits.no-balance"));
        return new Card(
                new Figure(figures.credits(credits.today()), texts.get("desktop.overview.credits.measured")),
                texts.get("desktop.overview.credits.confirmed", figures.credits(credits.confirmedToday())),
                credits.sharesAddress() ? texts.get("engine.earnings.shares-address") : balance);
    }

    private Card reachability() {
        String type = snapshot.nat().type().name().toLowerCase(Locale.ROOT);
        return new Card(
                new Figure(texts.get(snapshot.nat().type().nameKey()), ""),
                texts.get("desktop.overview.nat.note." + type),
                "");
    }

    private Card cache() {
        var cache = snapshot.cache();
        long asked = cache.hits() + cache.misses();
        String note = asked == 0
                ? texts.get("desktop.overview.cache.not-asked")
                : texts.get("desktop.overview.cache.answered", figures.percent(cache.hits(), asked));
        return new Card(
                figures.size(cache.bytes()),
                texts.get(
                        "desktop.overview.cache.of",
                        figures.roundSize(cache.quotaBytes()).text()),
                note);
    }

    private SiteLine site(EngineSnapshot.Site site) {
        return new SiteLine(
                Addresses.name(site.origin()),
                texts.count("desktop.overview.site.files.", site.files()),
                kept(site.keptBytes(), site.wantedBytes()),
                Figures.fraction(site.keptBytes(), site.wantedBytes()),
                texts.get(
                        "desktop.overview.site.today",
                        figures.size(site.todayBytes()).text()),
                site.problem().map(why -> texts.get("desktop.overview.site.problem", why)));
    }

    private String kept(long part, long whole) {
        return texts.get(
                "desktop.overview.site.kept",
                figures.size(part).text(),
                figures.size(whole).text());
    }

    private List<Step> steps() {
        boolean connected = snapshot.signaling().link() == EngineSnapshot.Signaling.Link.CONNECTED;
        long kept = snapshot.sites().stream()
                .mapToLong(EngineSnapshot.Site::keptBytes)
                .sum();
        long wanted = snapshot.sites().stream()
                .mapToLong(EngineSnapshot.Site::wantedBytes)
                .sum();
        String fill = snapshot.sites().isEmpty() ? texts.get("desktop.overview.step.fill.none") : kept(kept, wanted);
        return List.of(
                new Step(
                        connected,
                        texts.get("desktop.overview.step.join"),
                        Network.of(snapshot.signaling(), texts).state()),
                new Step(kept > 0 && kept >= wanted, texts.get("desktop.overview.step.fill"), fill),
                new Step(
                        snapshot.transfer().totalBytes() > 0,
                        texts.get("desktop.overview.step.serve"),
                        texts.get("desktop.overview.step.serve.note")));
    }
}
