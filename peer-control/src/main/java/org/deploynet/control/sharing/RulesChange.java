package org.deploynet.control.sharing;

import java.util.List;
import java.util.Optional;

/** What an owner changes of the rules; what is empty stays as it is. Immutable. */
public record RulesChange(
        Optional<AlternativeLimits> alternative,
        Optional<WeekPlan> week,
        Optional<DataCap> dataCap,
        Optional<SharingLevel> onBattery,
        Optional<SharingLevel> onMetered,
        Optional<SharingLevel> whileRunning,
        Optional<List<String>> applications,
        Optional<SharingLevel> whileUsed,
        Optional<SharingLevel> whileFullScreen,
        Optional<SharingLevel> onVpn,
        Optional<SharingLevel> onNetworks,
        Optional<List<String>> networks) {
    public static final RulesChange NOTHING = new RulesChange(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** All of it. */
    public static RulesChange to(SharingRules rules) {
        return new RulesChange(
                Optional.of(rules.alternative()),
                Optional.of(rules.week()),
                Optional.of(rules.dataCap()),
                Optional.of(rules.onBattery()),
                Optional.of(rules.onMetered()),
                Optional.of(rules.whileRunning()),
                Optional.of(rules.applications()),
                Optional.of(rules.whileUsed()),
                Optional.of(rules.whileFullScreen()),
                Optional.of(rules.onVpn()),
                Optional.of(rules.onNetworks()),
                Optional.of(rules.networks()));
    }

    public SharingRules on(SharingRules rules) {
        return new SharingRules(
                alternative.orElse(rules.alternative()),
                week.orElse(rules.week()),
                dataCap.orElse(rules.dataCap()),
                onBattery.orElse(rules.onBattery()),
                onMetered.orElse(rules.onMetered()),
                whileRunning.orElse(rules.whileRunning()),
                applications.orElse(rules.applications()),
                whileUsed.orElse(rules.whileUsed()),
                whileFullScreen.orElse(rules.whileFullScreen()),
                onVpn.orElse(rules.onVpn()),
                onNetworks.orElse(rules.onNetworks()),
                networks.orElse(rules.networks()));
    }

    public RulesChange withAlternative(AlternativeLimits limits) {
        return new RulesChange(
                Optional.of(limits),
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withWeek(WeekPlan plan) {
        return new RulesChange(
                alternative,
                Optional.of(plan),
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withDataCap(DataCap cap) {
        return new RulesChange(
                alternative,
                week,
                Optional.of(cap),
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withOnBattery(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                Optional.of(level),
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withOnMetered(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                Optional.of(level),
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withWhileRunning(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                Optional.of(level),
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withApplications(List<String> names) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                Optional.of(names),
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withWhileUsed(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                Optional.of(level),
                whileFullScreen,
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withWhileFullScreen(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                Optional.of(level),
                onVpn,
                onNetworks,
                networks);
    }

    public RulesChange withOnVpn(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                Optional.of(level),
                onNetworks,
                networks);
    }

    public RulesChange withOnNetworks(SharingLevel level) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                Optional.of(level),
                networks);
    }

    public RulesChange withNetworks(List<String> names) {
        return new RulesChange(
                alternative,
                week,
                dataCap,
                onBattery,
                onMetered,
                whileRunning,
                applications,
                whileUsed,
                whileFullScreen,
                onVpn,
                onNetworks,
                Optional.of(names));
    }
}
