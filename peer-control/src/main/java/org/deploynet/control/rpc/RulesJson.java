package org.deploynet.control.rpc;

import java.util.Arrays;
import java.util.Optional;
import org.deploynet.control.Setting;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.WeekPlan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The owner's rules as they stand in the settings and in the call {@code rules}: one field each, what is missing stays. */
public final class RulesJson {
    private RulesJson() {}

    /** @throws MalformedJsonException with what is wrong in words */
    public static RulesChange read(JsonNode json) throws MalformedJsonException {
        return new RulesChange(
                value(json, SharingRules.ALTERNATIVE, AlternativeLimits.class),
                value(json, SharingRules.WEEK, WeekPlan.class),
                value(json, SharingRules.DATA_CAP, DataCap.class),
                value(json, SharingRules.ON_BATTERY, SharingLevel.class),
                value(json, SharingRules.ON_METERED, SharingLevel.class),
                value(json, SharingRules.WHILE_RUNNING, SharingLevel.class),
                value(json, SharingRules.APPLICATIONS, String[].class).map(Arrays::asList),
                value(json, SharingRules.WHILE_USED, SharingLevel.class),
                value(json, SharingRules.WHILE_FULL_SCREEN, SharingLevel.class),
                value(json, SharingRules.ON_VPN, SharingLevel.class),
                value(json, SharingRules.ON_NETWORKS, SharingLevel.class),
                value(json, SharingRules.NETWORKS, String[].class).map(Arrays::asList));
    }

    private static <T> Optional<T> value(JsonNode json, Setting<?> setting, Class<T> type)
            throws MalformedJsonException {
        JsonNode value = json.path(setting.key());
        return value.isMissingNode() ? Optional.empty() : Optional.of(ControlJson.convert(value, type));
    }

    public static ObjectNode write(RulesChange change) {
        ObjectNode json = ControlJson.object();
        put(json, SharingRules.ALTERNATIVE, change.alternative());
        put(json, SharingRules.WEEK, change.week());
        put(json, SharingRules.DATA_CAP, change.dataCap());
        put(json, SharingRules.ON_BATTERY, change.onBattery());
        put(json, SharingRules.ON_METERED, change.onMetered());
        put(json, SharingRules.WHILE_RUNNING, change.whileRunning());
        put(json, SharingRules.APPLICATIONS, change.applications());
        put(json, SharingRules.WHILE_USED, change.whileUsed());
        put(json, SharingRules.WHILE_FULL_SCREEN, change.whileFullScreen());
        put(json, SharingRules.ON_VPN, change.onVpn());
        put(json, SharingRules.ON_NETWORKS, change.onNetworks());
        put(json, SharingRules.NETWORKS, change.networks());
        return json;
    }

    private static <T> void put(ObjectNode json, Setting<T> setting, Optional<T> value) {
        value.ifPresent(given -> json.set(setting.key(), ControlJson.tree(given)));
    }
}
