package org.deploynet.command;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.FillHours;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Verdict;

/** What an engine may say on a Saturday at ten. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final String SHOP = "5f".repeat(20);
    static final Allowance FULL = Allowance.full(new UploadLimit(2_000_000), DownloadLimit.UNLIMITED);
    static final DataUse DATA = new DataUse(
            LocalDate.of(2026, 11, 14),
            LocalDate.of(2026, 12, 14),
            12_500_000_000L,
            10_000_000_000L,
            2_500_000_000L,
            1_500_000_000L,
            Optional.of(9_900_000_000L),
            Optional.of(53_600_000_000L));

    private Samples() {}

    static EngineSnapshot.Condition condition(EngineState state, Reason reason, Optional<Instant> until) {
        return new EngineSnapshot.Condition(state, reason, NOW, until);
    }

    static EngineSnapshot snapshot() {
        return snapshot(condition(EngineState.SHARING, Reason.SERVING_BROWSERS, Optional.empty()), FULL);
    }

    static EngineSnapshot snapshot(EngineSnapshot.Condition condition, Allowance allowance) {
        return snapshot(UploadChoice.of(2_000_000), Optional.empty(), condition, allowance);
    }

    static EngineSnapshot snapshot(
            UploadChoice upload,
            Optional<EngineSnapshot.Automatic> automatic,
            EngineSnapshot.Condition condition,
            Allowance allowance) {
        return snapshot(upload, automatic, condition, allowance, Optional.empty());
    }

    /** Of a super-peer that has pinned this network. */
    static EngineSnapshot joined(String network) {
        var condition = condition(EngineState.SHARING, Reason.SERVING_BROWSERS, Optional.empty());
        return snapshot(UploadChoice.of(2_000_000), Optional.empty(), condition, FULL, Optional.of(network));
    }

    private static EngineSnapshot snapshot(
            UploadChoice upload,
            Optional<EngineSnapshot.Automatic> automatic,
            EngineSnapshot.Condition condition,
            Allowance allowance,
            Optional<String> network) {
        return new EngineSnapshot(
                NOW,
                new EngineSnapshot.Engine("1", "test", 1, NOW, 0, 0),
                condition,
                new Transfer(0, 0, 0),
                new Transfer(0, 0, 0),
                new EngineSnapshot.Browsers(3, 60),
                new EngineSnapshot.Credits(0, 0, 0, 0, Optional.empty(), Optional.empty(), 0, 0),
                new EngineSnapshot.Nat(NatClass.UNKNOWN),
                new EngineSnapshot.Cache(0, 0, 0, 0, 0, 0, 0),
                new EngineSnapshot.Signaling(
                        EngineSnapshot.Signaling.Link.CONNECTED,
                        Optional.of("wss://signal.example"),
                        network,
                        Optional.empty(),
                        Optional.empty()),
                upload,
                automatic,
                allowance,
                new EngineSnapshot.Filling(DownloadLimit.UNLIMITED, FillHours.ANY_TIME),
                List.of(new EngineSnapshot.Site(
                        SHOP, "https://shop.example:8443", 1, 1, 1, 1, 1, Optional.empty(), 0, 0)),
                List.of());
    }

    /** What follows from one verdict, with the alternative limits as they are by default. */
    static Allowance following(Verdict verdict) {
        return verdict.level() == SharingLevel.PAUSED
                ? new Allowance(verdict.level(), Optional.of(verdict), new UploadLimit(0), new DownloadLimit(0))
                : new Allowance(
                        verdict.level(), Optional.of(verdict), new UploadLimit(500_000), new DownloadLimit(500_000));
    }

    static Verdict verdict(Rule rule, SharingLevel level) {
        return new Verdict(rule, level, Optional.empty(), Optional.empty());
    }

    static SharingReport report(SharingRules rules, Power power, Metered metered, Verdict... verdicts) {
        return report(rules, power, metered, List.of(), verdicts);
    }

    static SharingReport report(
            SharingRules rules, Power power, Metered metered, List<String> running, Verdict... verdicts) {
        return new SharingReport(
                NOW,
                rules,
                verdicts.length == 0 ? FULL : following(verdicts[0]),
                List.of(verdicts),
                DATA,
                power,
                metered,
                running,
                Surroundings.UNKNOWN);
    }

    /** The same snapshot, of a super-peer whose address another one had first. */
    static EngineSnapshot unpaid(EngineSnapshot now) {
        return new EngineSnapshot(
                now.at(),
                now.engine(),
                now.condition(),
                now.transfer(),
                now.fetched(),
                now.browsers(),
                now.credits().whileAnotherIsPaid(),
                now.nat(),
                now.cache(),
                now.signaling(),
                now.upload(),
                now.automatic(),
                now.allowance(),
                now.filling(),
                now.sites(),
                now.events());
    }
}
