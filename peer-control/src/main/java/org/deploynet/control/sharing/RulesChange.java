package org.deploynet.control.sharing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.Setting;

/** What an owner changes of the rules, by the settings of {@link SharingRules}; what is not named stays as it is. Immutable. */
public final class RulesChange {
    public static final RulesChange NOTHING = new RulesChange(Map.of());

    /** Each value is of its setting's type: nothing but {@link #with} puts one in. */
    private final Map<Setting<?>, Object> values;

    private RulesChange(Map<Setting<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** All of it. */
    public static RulesChange to(SharingRules rules) {
        return NOTHING.with(SharingRules.ALTERNATIVE, rules.alternative())
                .with(SharingRules.WEEK, rules.week())
                .with(SharingRules.DATA_CAP, rules.dataCap())
                .with(SharingRules.ON_BATTERY, rules.onBattery())
                .with(SharingRules.ON_METERED, rules.onMetered())
                .with(SharingRules.WHILE_RUNNING, rules.whileRunning())
                .with(SharingRules.APPLICATIONS, rules.applications())
                .with(SharingRules.WHILE_USED, rules.whileUsed())
                .with(SharingRules.WHILE_FULL_SCREEN, rules.whileFullScreen())
                .with(SharingRules.ON_VPN, rules.onVpn())
                .with(SharingRules.ON_NETWORKS, rules.onNetworks())
                .with(SharingRules.NETWORKS, rules.networks());
    }

    public SharingRules on(SharingRules rules) {
        return new SharingRules(
                of(SharingRules.ALTERNATIVE).orElse(rules.alternative()),
                of(SharingRules.WEEK).orElse(rules.week()),
                of(SharingRules.DATA_CAP).orElse(rules.dataCap()),
                of(SharingRules.ON_BATTERY).orElse(rules.onBattery()),
                of(SharingRules.ON_METERED).orElse(rules.onMetered()),
                of(SharingRules.WHILE_RUNNING).orElse(rules.whileRunning()),
                of(SharingRules.APPLICATIONS).orElse(rules.applications()),
                of(SharingRules.WHILE_USED).orElse(rules.whileUsed()),
                of(SharingRules.WHILE_FULL_SCREEN).orElse(rules.whileFullScreen()),
                of(SharingRules.ON_VPN).orElse(rules.onVpn()),
                of(SharingRules.ON_NETWORKS).orElse(rules.onNetworks()),
                of(SharingRules.NETWORKS).orElse(rules.networks()));
    }

    public <T> RulesChange with(Setting<T> setting, T value) {
        var more = new HashMap<>(values);
        more.put(setting, value);
        return new RulesChange(more);
    }

    /** The same if there is no value. */
    public <T> RulesChange withGiven(Setting<T> setting, Optional<? extends T> value) {
        return value.isPresent() ? with(setting, value.get()) : this;
    }

    /** What the setting is changed to, if it is. */
    @SuppressWarnings("unchecked") // by the type of with
    public <T> Optional<T> of(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RulesChange change && values.equals(change.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "RulesChange" + values;
    }
}
