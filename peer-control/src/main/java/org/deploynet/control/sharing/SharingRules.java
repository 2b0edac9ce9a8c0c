package org.deploynet.control.sharing;

import java.util.List;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.Setting;
import org.deploynet.control.UploadLimit;

/**
 * The owner's rules for when, how fast and how much is shared, besides the two usual limits and a pause by hand. The strictest
 * wins. {@code applications} are names of programs; while one of them runs, {@code whileRunning} counts. Immutable.
 */
public record SharingRules(
        AlternativeLimits alternative,
        WeekPlan week,
        DataCap dataCap,
        SharingLevel onBattery,
        SharingLevel onMetered,
        SharingLevel whileRunning,
        List<String> applications) {
    public static final int MOST_APPLICATIONS = 100;
    /** Of an application, in characters. */
    public static final int LONGEST_NAME = 100;

    /** 4 Mbit/s each way: hardly felt on most lines. */
    public static final Setting<AlternativeLimits> ALTERNATIVE = new Setting<>(
            "alternativeLimits",
            new AlternativeLimits(false, new UploadLimit(500_000), new DownloadLimit(500_000)),
            Setting.Unit.BYTES_PER_SECOND,
            limits -> true,
            "engine.setting.alternative");

    public static final Setting<WeekPlan> WEEK =
            new Setting<>("week", WeekPlan.ALWAYS_FULL, Setting.Unit.HOURS, plan -> true, "engine.setting.week");

    public static final Setting<DataCap> DATA_CAP =
            new Setting<>("dataCap", DataCap.NONE, Setting.Unit.BYTES, cap -> true, "engine.setting.data-cap");

    public static final Setting<SharingLevel> ON_BATTERY = level("onBattery", "engine.setting.on-battery");

    public static final Setting<SharingLevel> ON_METERED = level("onMetered", "engine.setting.on-metered");

    public static final Setting<SharingLevel> WHILE_RUNNING = level("whileRunning", "engine.setting.while-running");

    public static final Setting<List<String>> APPLICATIONS =
            new Setting<>("applications", List.of(), Setting.Unit.CHOICE, names -> true, "engine.setting.applications");

    public static final List<Setting<?>> ALL =
            List.of(ALTERNATIVE, WEEK, DATA_CAP, ON_BATTERY, ON_METERED, WHILE_RUNNING, APPLICATIONS);

    public static final SharingRules USUAL = new SharingRules(
            ALTERNATIVE.defaultValue(),
            WEEK.defaultValue(),
            DATA_CAP.defaultValue(),
            ON_BATTERY.defaultValue(),
            ON_METERED.defaultValue(),
            WHILE_RUNNING.defaultValue(),
            APPLICATIONS.defaultValue());

    private static Setting<SharingLevel> level(String key, String textKey) {
        return new Setting<>(key, SharingLevel.PAUSED, Setting.Unit.CHOICE, level -> true, textKey);
    }

    public SharingRules {
        applications =
                applications.stream().map(String::strip).distinct().sorted().toList();
        if (applications.size() > MOST_APPLICATIONS) {
            throw new IllegalArgumentException("more than " + MOST_APPLICATIONS + " applications");
        }
        if (applications.stream().anyMatch(name -> name.isEmpty() || name.length() > LONGEST_NAME)) {
            throw new IllegalArgumentException("an application's name has 1 to " + LONGEST_NAME + " characters");
        }
    }
}
