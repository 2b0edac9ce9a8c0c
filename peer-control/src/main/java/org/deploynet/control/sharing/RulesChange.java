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
        Optional<List<String>> applications) {
    public static final RulesChange NOTHING = new RulesChange(
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
                Optional.of(rules.applications()));
    }

    public SharingRules on(SharingRules rules) {
        return new SharingRules(
                alternative.orElse(rules.alternative()),
                week.orElse(rules.week()),
                dataCap.orElse(rules.dataCap()),
                onBattery.orElse(rules.onBattery()),
                onMetered.orElse(rules.onMetered()),
                whileRunning.orElse(rules.whileRunning()),
                applications.orElse(rules.applications()));
    }

    public RulesChange withAlternative(AlternativeLimits limits) {
        return new RulesChange(Optional.of(limits), week, dataCap, onBattery, onMetered, whileRunning, applications);
    }

    public RulesChange withWeek(WeekPlan plan) {
        return new RulesChange(
                alternative, Optional.of(plan), dataCap, onBattery, onMetered, whileRunning, applications);
    }

    public RulesChange withDataCap(DataCap cap) {
        return new RulesChange(alternative, week, Optional.of(cap), onBattery, onMetered, whileRunning, applications);
    }

    public RulesChange withOnBattery(SharingLevel level) {
        return new RulesChange(alternative, week, dataCap, Optional.of(level), onMetered, whileRunning, applications);
    }

    public RulesChange withOnMetered(SharingLevel level) {
        return new RulesChange(alternative, week, dataCap, onBattery, Optional.of(level), whileRunning, applications);
    }

    public RulesChange withWhileRunning(SharingLevel level) {
        return new RulesChange(alternative, week, dataCap, onBattery, onMetered, Optional.of(level), applications);
    }

    public RulesChange withApplications(List<String> names) {
        return new RulesChange(alternative, week, dataCap, onBattery, onMetered, whileRunning, Optional.of(names));
    }
}
