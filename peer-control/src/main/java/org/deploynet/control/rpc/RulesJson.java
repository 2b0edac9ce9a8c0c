package org.deploynet.control.rpc;

import java.util.Arrays;
import java.util.List;
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
        RulesChange change = RulesChange.NOTHING
                .withGiven(SharingRules.ALTERNATIVE, value(json, SharingRules.ALTERNATIVE, AlternativeLimits.class))
                .withGiven(SharingRules.WEEK, value(json, SharingRules.WEEK, WeekPlan.class))
                .withGiven(SharingRules.DATA_CAP, value(json, SharingRules.DATA_CAP, DataCap.class));
        for (Setting<SharingLevel> level : SharingRules.LEVELS) {
            change = change.withGiven(level, value(json, level, SharingLevel.class));
        }
        for (Setting<List<String>> names : SharingRules.NAMES) {
            change = change.withGiven(names, value(json, names, String[].class).map(Arrays::asList));
        }
        return change;
    }

    private static <T> Optional<T> value(JsonNode json, Setting<?> setting, Class<T> type)
            throws MalformedJsonException {
        JsonNode value = json.path(setting.key());
        return value.isMissingNode() ? Optional.empty() : Optional.of(ControlJson.convert(value, type));
    }

    public static ObjectNode write(RulesChange change) {
        ObjectNode json = ControlJson.object();
        SharingRules.ALL.forEach(setting -> put(json, setting, change.of(setting)));
        return json;
    }

    private static void put(ObjectNode json, Setting<?> setting, Optional<?> value) {
        value.ifPresent(given -> json.set(setting.key(), ControlJson.tree(given)));
    }
}
