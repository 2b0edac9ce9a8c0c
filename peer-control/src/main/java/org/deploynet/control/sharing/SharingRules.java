package org.deploynet.control.sharing;

import java.util.List;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.Setting;
import org.deploynet.control.UploadLimit;

/**
 * The owner's rules for when, how fast and how much is shared, besides the two usual limits and a pause by hand. The strictest
 * wins. {@code applications} are names of programs; while one of them runs, {@code whileRunning} counts. {@code networks} are names of
 * connections; while one of them is connected, {@code onNetworks} counts. Immutable.
 */
public record SharingRules(
        AlternativeLimits alternative,
        WeekPlan week,
        DataCap dataCap,
        SharingLevel onBattery,
        SharingLevel onMetered,
        SharingLevel whileRunning,
        List<String> applications,
        SharingLevel whileUsed,
        SharingLevel whileFullScreen,
        SharingLevel onVpn,
        SharingLevel onNetworks,
        List<String> networks) {
    public static final int MOST_APPLICATIONS = 100;
    public static final int MOST_NETWORKS = 100;
    /** Of an application or a network, in characters. */
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

    public static final Setting<SharingLevel> ON_BATTERY =
            level("onBattery", SharingLevel.PAUSED, "engine.setting.on-battery");

    public static final Setting<SharingLevel> ON_METERED =
            level("onMetered", SharingLevel.PAUSED, "engine.setting.on-metered");

    public static final Setting<SharingLevel> WHILE_RUNNING =
            level("whileRunning", SharingLevel.PAUSED, "engine.setting.while-running");

    public static final Setting<List<String>> APPLICATIONS =
            new Setting<>("applications", List.of(), Setting.Unit.CHOICE, names -> true, "engine.setting.applications");

    public static final Setting<SharingLevel> WHILE_USED =
            level("whileUsed", SharingLevel.FULL, "engine.setting.while-used");

    public static final Setting<SharingLevel> WHILE_FULL_SCREEN =
            level("whileFullScreen", SharingLevel.FULL, "engine.setting.while-full-screen");

    public static final Setting<SharingLevel> ON_VPN = level("onVpn", SharingLevel.FULL, "engine.setting.on-vpn");

    public static final Setting<SharingLevel> ON_NETWORKS =
            level("onNetworks", SharingLevel.PAUSED, "engine.setting.on-networks");

    public static final Setting<List<String>> NETWORKS =
            new Setting<>("networks", List.of(), Setting.Unit.CHOICE, names -> true, "engine.setting.networks");

    /** How much is shared while something holds. */
    public static final List<Setting<SharingLevel>> LEVELS =
            List.of(ON_BATTERY, ON_METERED, WHILE_RUNNING, WHILE_USED, WHILE_FULL_SCREEN, ON_VPN, ON_NETWORKS);

    /** What such a rule is about. */
    public static final List<Setting<List<String>>> NAMES = List.of(APPLICATIONS, NETWORKS);

    public static final List<Setting<?>> ALL = List.of(
            ALTERNATIVE,
            WEEK,
            DATA_CAP,
            ON_BATTERY,
            ON_METERED,
            WHILE_RUNNING,
            APPLICATIONS,
            WHILE_USED,
            WHILE_FULL_SCREEN,
            ON_VPN,
            ON_NETWORKS,
            NETWORKS);

    public static final SharingRules USUAL = new SharingRules(
            ALTERNATIVE.defaultValue(),
            WEEK.defaultValue(),
            DATA_CAP.defaultValue(),
            ON_BATTERY.defaultValue(),
            ON_METERED.defaultValue(),
            WHILE_RUNNING.defaultValue(),
            APPLICATIONS.defaultValue(),
            WHILE_USED.defaultValue(),
            WHILE_FULL_SCREEN.defaultValue(),
            ON_VPN.defaultValue(),
            ON_NETWORKS.defaultValue(),
            NETWORKS.defaultValue());

    private static Setting<SharingLevel> level(String key, SharingLevel usual, String textKey) {
        return new Setting<>(key, usual, Setting.Unit.CHOICE, level -> true, textKey);
    }

    public SharingRules {
        applications = checked(applications, MOST_APPLICATIONS, "application");
        networks = checked(networks, MOST_NETWORKS, "network");
    }

    private static List<String> checked(List<String> given, int most, String what) {
        List<String> names =
                given.stream().map(String::strip).distinct().sorted().toList();
        if (names.size() > most) {
            throw new IllegalArgumentException("more than " + most + " " + what + "s");
        }
        if (names.stream().anyMatch(name -> name.isEmpty() || name.length() > LONGEST_NAME)) {
            throw new IllegalArgumentException(
                    "the name of each " + what + " has 1 to " + LONGEST_NAME + " characters");
        }
        return names;
    }
}
