package org.deploynet.command;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.Reason;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.words.CreditWords;
import org.deploynet.control.words.PauseWords;
import org.deploynet.control.words.RateWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** A snapshot in plain sentences, the most important first. A pure function of the snapshot. */
final class StatusSentences {

    private final Texts texts;
    private final Locale locale;
    private final NowSentences now;
    private final ReputationSentences reputations;

    StatusSentences(Texts texts, Locale locale, ZoneId zone) {
        this.texts = texts;
        this.locale = locale;
        this.now = new NowSentences(texts, locale, zone);
        this.reputations = new ReputationSentences(texts, locale, zone);
    }

    List<String> of(EngineSnapshot snapshot) {
        var lines = new ArrayList<String>();
        lines.add(state(snapshot));
        lines.addAll(rules(snapshot));
        lines.add(texts.get(
                "command.status.transfer",
                RateWords.format(snapshot.transfer().bytesPerSecond(), locale),
                String.valueOf(snapshot.browsers().connected()),
                SizeWords.format(snapshot.transfer().todayBytes(), locale),
                SizeWords.format(snapshot.transfer().totalBytes(), locale)));
        lines.add(credits(snapshot.credits()));
        if (snapshot.credits().sharesAddress()) {
            lines.add(texts.get("engine.earnings.shares-address"));
        }
        var limits = new LimitSentences(texts, locale);
        lines.add(limits.upload(snapshot));
        lines.add(limits.download(snapshot.filling().limit()) + " "
                + limits.hours(snapshot.filling().hours()));
        lines.add(texts.get(
                "command.status.cache",
                SizeWords.format(snapshot.cache().bytes(), locale),
                SizeWords.format(snapshot.cache().quotaBytes(), locale),
                String.valueOf(snapshot.cache().hits()),
                String.valueOf(snapshot.cache().rejected())));
        lines.add(signaling(snapshot.signaling()));
        lines.add(texts.get("command.status.nat." + word(snapshot.nat().type())));
        snapshot.reputation().map(reputations::brief).ifPresent(lines::add);
        snapshot.identity().ifPresent(who -> lines.add(texts.get(who.textKey())));
        snapshot.sites().forEach(site -> lines.add(site(site)));
        snapshot.events().forEach(event -> lines.add(event(event)));
        lines.add(engine(snapshot));
        return lines;
    }

    private String state(EngineSnapshot snapshot) {
        var condition = snapshot.condition();
        String head = texts.get("command.status.state." + word(condition.state()));
        String reason = texts.get(condition.reason().textKey());
        String until = condition
                .until()
                .map(end -> " " + now.until(snapshot.at(), end))
                .orElse("");
        String detail = condition
                .detail()
                .map(words -> " " + detail(condition.reason(), words))
                .orElse("");
        return head + " " + reason + until + detail;
    }

    private String detail(Reason reason, String words) {
        return switch (reason) {
            case RULE_WHILE_RUNNING -> texts.get("command.status.running", words);
            case RULE_ON_NETWORK -> texts.get("command.status.connected", words);
            default -> words;
        };
    }

    // A rule that pauses is the state's own reason, unless the owner did something by hand.
    private List<String> rules(EngineSnapshot snapshot) {
        Allowance allowance = snapshot.allowance();
        if (snapshot.condition().isForResume()) {
            return now.besides(allowance, snapshot.at());
        }
        return allowance.level() == SharingLevel.LIMITED
                ? List.of(texts.get("command.now", now.rules(allowance, snapshot.at())))
                : List.of();
    }

    private String credits(EngineSnapshot.Credits credits) {
        return texts.get(
                "command.status.credits",
                amount(credits.today()),
                amount(credits.unsettled()),
                credits.pending().map(this::amount).orElse("–"),
                credits.available().map(this::amount).orElse("–"));
    }

    private String signaling(EngineSnapshot.Signaling signaling) {
        return texts.get(
                "command.status.signaling." + word(signaling.link()),
                signaling.address().orElse("–"),
                signaling.why().orElse("–"));
    }

    private String site(EngineSnapshot.Site site) {
        String line = texts.get(
                "command.status.site",
                site.origin(),
                SizeWords.format(site.keptBytes(), locale),
                SizeWords.format(site.wantedBytes(), locale));
        return line
                + site.problem()
                        .map(why -> " " + texts.get("command.status.site.problem", why))
                        .orElse("");
    }

    private String event(EngineEvent event) {
        String at = now.moment(event.at());
        return switch (event) {
            case EngineEvent.SettingsDamaged e -> texts.get("command.event.settings", at, e.keptAs(), e.why());
            case EngineEvent.StateDamaged e -> texts.get("command.event.state", at, e.keptAs());
            case EngineEvent.SiteRefused e -> texts.get("command.event.site", at, e.site(), e.why());
            case EngineEvent.ReceiptRefused e -> texts.get("command.event.receipt", at, e.ticket(), e.why());
            case EngineEvent.SitePurged e -> texts.get("command.event.purged", at, e.site());
            case EngineEvent.DataCapNear e -> texts.get("command.event.data-cap", at, e.percent());
            case EngineEvent.DataBookDamaged e -> texts.get("command.event.data-book", at, e.keptAs());
            case EngineEvent.LedgerChanged e ->
                texts.get("command.event.ledger", at, e.how(), e.entries(), e.entriesNow());
            case EngineEvent.ReceiptsDamaged e ->
                texts.get(
                        "command.event.receipts-damaged",
                        at,
                        e.keptAs(),
                        SizeWords.format(e.lostBytes(), locale),
                        amount(e.lostMicrocredits()));
            case EngineEvent.ReceiptsOnReserve e ->
                texts.get("command.event.receipts-reserve", at, SizeWords.format(e.leftBytes(), locale));
            case EngineEvent.ReceiptsMended e ->
                texts.get("command.event.receipts-mended", at, amount(e.mended()), amount(e.lost()))
                        + (e.less() > 0 ? " " + texts.get("command.event.receipts-less", amount(e.less())) : "");
        };
    }

    private String engine(EngineSnapshot snapshot) {
        var engine = snapshot.engine();
        return texts.get(
                "command.status.engine",
                engine.version(),
                PauseWords.format(Duration.between(engine.startedAt(), snapshot.at())),
                String.format(locale, "%.1f", engine.cpuSeconds()),
                SizeWords.format(engine.heapBytes(), locale));
    }

    private String amount(long microcredits) {
        return CreditWords.format(microcredits, locale);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
