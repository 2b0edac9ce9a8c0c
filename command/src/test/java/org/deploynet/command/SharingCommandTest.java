package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.FillHours;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.WeekPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code limit}, {@code schedule}, {@code data} and {@code when} with one engine process, over its real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharingCommandTest {
    private static final DataCap CAP = new DataCap(Optional.of(250_000_000_000L), DataCap.Counts.BOTH, 14, true);

    private Path data = Path.of("");
    private Optional<RunningPeer> peer = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        data = folder;
        peer = Optional.of(RunningPeer.start(data));
    }

    @AfterAll
    void end() {
        peer.ifPresent(RunningPeer::close);
    }

    // Rules by which nothing depends on the machine this runs on.
    @BeforeEach
    void reset() {
        ok("schedule", "clear");
        ok("data", "--cap", "none", "--counts", "both", "--reset-day", "1", "--paced", "on");
        ok(
                "when",
                "--on-battery=full",
                "--on-metered=full",
                "--on-vpn=full",
                "--on-networks=paused",
                "--networks=none",
                "--while-used=full",
                "--while-full-screen=full",
                "--while-running=paused",
                "--programs=none");
        ok(
                "limit",
                "--up=2MB/s",
                "--down=unlimited",
                "--fill-hours=any",
                "--browsers=60",
                "--alternative=off",
                "--alternative-up=500kB/s",
                "--alternative-down=500kB/s");
    }

    private Said ok(String... arguments) {
        Said said = Said.of(data, arguments);
        assertEquals(0, said.code(), said.err());
        return said;
    }

    private void refused(String why, String... arguments) throws Exception {
        SharingRules before = rules();
        Said said = Said.of(data, arguments);
        assertEquals(2, said.code(), said.out());
        assertTrue(said.err().contains(why), said.err());
        assertEquals(before, rules());
    }

    private SharingRules rules() throws Exception {
        return ok("when", "--json").json(SharingReport.class).rules();
    }

    private EngineSnapshot snapshot() throws Exception {
        return ok("status", "--json").json(EngineSnapshot.class);
    }

    private void changes(RulesChange change, String... arguments) throws Exception {
        SharingRules expected = change.on(rules());
        assertFalse(expected.equals(rules()), "changes nothing");
        ok(arguments);
        assertEquals(expected, rules());
    }

    private static AlternativeLimits alternative(boolean on, long up, long down) {
        return new AlternativeLimits(on, new UploadLimit(up), new DownloadLimit(down));
    }

    @Test
    void eachAlternativeLimitIsSetAlone() throws Exception {
        changes(
                RulesChange.NOTHING.with(SharingRules.ALTERNATIVE, alternative(true, 500_000, 500_000)),
                "limit",
                "--alternative=on");
        changes(
                RulesChange.NOTHING.with(SharingRules.ALTERNATIVE, alternative(true, 250_000, 500_000)),
                "limit",
                "--alternative-up=2 Mbit/s");
        changes(
                RulesChange.NOTHING.with(SharingRules.ALTERNATIVE, alternative(true, 250_000, 0)),
                "limit",
                "--alternative-down",
                "0");
        changes(
                RulesChange.NOTHING.with(SharingRules.ALTERNATIVE, alternative(false, 250_000, 0)),
                "limit",
                "--alternative",
                "off");
        assertEquals(UploadChoice.of(2_000_000), snapshot().upload());
        assertEquals(DownloadLimit.UNLIMITED, snapshot().filling().limit());
    }

    @Test
    void eachUsualLimitIsSetAlone() throws Exception {
        SharingRules rules = rules();
        ok("limit", "--up", "5 MB/s");
        assertEquals(UploadChoice.of(5_000_000), snapshot().upload());
        ok("limit", "--down", "3 MB/s");
        ok("limit", "--fill-hours", "22:00-07:00");
        assertEquals(
                "At most 7 browsers at once.\n", ok("limit", "--browsers", "7").out());

        assertEquals(UploadChoice.of(5_000_000), snapshot().upload());
        assertEquals(
                new EngineSnapshot.Filling(new DownloadLimit(3_000_000), FillHours.ofJson("22:00-07:00")),
                snapshot().filling());
        assertEquals(7, snapshot().browsers().atMost());
        assertEquals(rules, rules());
    }

    @Test
    void withoutOptionsItSaysTheLimitsAndWhatCounts() {
        assertEquals(
                List.of(
                        "Upload limit 2.0 MB/s (16 Mbit/s).",
                        "No download limit.",
                        "Files are fetched at any hour.",
                        "At most 60 browsers at once.",
                        "Alternative limits are off, and count where a rule says “limited”:"
                                + " upload 500 kB/s (4 Mbit/s), download 500 kB/s (4 Mbit/s).",
                        "Right now: full; upload 2.0 MB/s (16 Mbit/s), download without limit."),
                ok("limit").lines());
        assertEquals(
                List.of(
                        "Alternative limits are on: upload 250 kB/s (2 Mbit/s), download 500 kB/s (4 Mbit/s).",
                        "Right now: limited, because you switched the alternative limits on;"
                                + " upload 250 kB/s (2 Mbit/s), download 500 kB/s (4 Mbit/s)."),
                ok("limit", "--alternative=on", "--alternative-up=250kB/s").lines());
        assertTrue(ok("status").out().contains("Right now: limited, because you switched the alternative limits on;"));
    }

    @Test
    void limitsOutOfTheirBoundsChangeNothing() throws Exception {
        refused("--browsers", "limit", "--alternative=on", "--browsers=0");
        refused("--browsers", "limit", "--browsers=10001");
        refused("--alternative-up", "limit", "--alternative-up=fast");
        refused("--alternative-down", "limit", "--alternative=on", "--alternative-down", "5 kB/s");
        refused("--alternative", "limit", "--alternative=perhaps");
        assertEquals(60, snapshot().browsers().atMost());
    }

    private static WeekPlan plan(String days, String hours, SharingLevel level) {
        return WeekWords.with(WeekPlan.ALWAYS_FULL, WeekWords.days(days), WeekWords.hours(hours), level);
    }

    @Test
    void aPartOfTheWeekIsSetAndTheRestStays() throws Exception {
        WeekPlan work = plan("mon-fri", "08:00-18:00", SharingLevel.LIMITED);
        changes(
                RulesChange.NOTHING.with(SharingRules.WEEK, work),
                "schedule",
                "set",
                "mon-fri",
                "08:00-18:00",
                "limited");
        WeekPlan both =
                WeekWords.with(work, WeekWords.days("sun"), WeekWords.hours("23:30-01:00"), SharingLevel.PAUSED);
        changes(RulesChange.NOTHING.with(SharingRules.WEEK, both), "schedule", "set", "sun", "23:30-01:00", "PAUSED");
        changes(RulesChange.NOTHING.with(SharingRules.WEEK, WeekPlan.ALWAYS_FULL), "schedule", "clear");
    }

    @Test
    void theWholeWeekPausedIsSaidAndCounts() throws Exception {
        List<String> lines = ok("schedule", "set", "all", "all", "paused").lines();

        assertTrue(lines.get(1).matches("Mon [ >] P{48}"), lines.get(1));
        assertEquals(
                List.of("The plan says: paused at any hour.", "Right now: paused, because your week plan says so."),
                lines.subList(10, lines.size()));
        assertEquals(lines, ok("schedule").lines());
        assertTrue(ok("status").out().startsWith("Paused. Your week plan pauses sharing at this hour."));
        ok("pause", "2", "h");
        assertTrue(ok("status").out().contains("Your rules besides: paused, because your week plan says so."));
        assertEquals(
                "Resumed, but your rules still pause sharing: paused, because your week plan says so.\n",
                ok("resume").out());
    }

    @Test
    void whatScheduleWritesAsJsonItLoadsAgain() throws Exception {
        ok("schedule", "set", "weekend", "22:00-07:30", "limited");
        SharingRules before = rules();
        Path file = data.resolve("week.json");
        Files.writeString(file, ok("schedule", "--json").out());
        assertEquals(7 + 2, Files.readAllLines(file).size());
        ok("schedule", "clear");
        ok("schedule", "load", file.toString());
        assertEquals(before, rules());
    }

    @Test
    void whatIsNoWeekPlanChangesNothing() throws Exception {
        Path file = data.resolve("bad.json");
        refused("There is no file " + file, "schedule", "load", file.toString());
        for (String bad : List.of("", "[", "{}", "[\"FFF\"]", ("[\"" + "X".repeat(48) + "\"]"), "[null]")) {
            Files.writeString(file, bad);
            refused("is no week plan", "schedule", "load", file.toString());
        }
        Files.writeString(file, " ".repeat(70_000));
        refused("too long", "schedule", "load", file.toString());
        refused("DAYS", "schedule", "set", "funday", "08:00-18:00", "limited");
        refused("HOURS", "schedule", "set", "mon", "08:10-18:00", "limited");
        refused("LEVEL", "schedule", "set", "mon", "08:00-18:00", "half");
        refused("LEVEL", "schedule", "set", "mon", "08:00-18:00");
    }

    @Test
    void theFoldersMayStandBeforeOrAfterASubcommand() throws Exception {
        String folder = data.toString();
        for (List<String> words : List.of(
                List.of("schedule", "--data", folder, "set", "mon", "all", "limited"),
                List.of("schedule", "set", "--data", folder, "tue", "all", "limited"))) {
            Said said = Said.of(words.toArray(String[]::new));
            assertEquals(0, said.code(), said.err());
        }
        assertEquals(plan("mon,tue", "all", SharingLevel.LIMITED), rules().week());
    }

    @Test
    void eachPartOfTheDataCapIsSetAlone() throws Exception {
        changes(cap(CAP.bytes(), DataCap.Counts.BOTH, 1, true), "data", "--cap", "250 GB");
        changes(cap(CAP.bytes(), DataCap.Counts.UP, 1, true), "data", "--counts", "up");
        changes(cap(CAP.bytes(), DataCap.Counts.UP, 14, true), "data", "--reset-day", "14");
        changes(cap(CAP.bytes(), DataCap.Counts.UP, 14, false), "data", "--paced", "off");
        changes(cap(Optional.empty(), DataCap.Counts.UP, 14, false), "data", "--cap", "none");
    }

    private static RulesChange cap(Optional<Long> bytes, DataCap.Counts counts, int resetDay, boolean paced) {
        return RulesChange.NOTHING.with(SharingRules.DATA_CAP, new DataCap(bytes, counts, resetDay, paced));
    }

    @Test
    void aMonthWithoutDataIsPausedAndSaidSo() throws Exception {
        List<String> lines = ok("data", "--cap", "0").lines();

        assertTrue(lines.getFirst().startsWith("Data cap 0 B a month, of upload and download;"), lines.getFirst());
        assertTrue(
                lines.getLast().startsWith("Right now: paused, because the month’s data are used up. Until "),
                lines.getLast());
        JsonNode month = ok("data", "--json").json(JsonNode.class);
        assertEquals(
                0,
                ControlJson.convert(month.path("dataCap"), DataCap.class)
                        .bytes()
                        .orElse(-1L));
        assertEquals(
                1, ControlJson.convert(month.path("data"), DataUse.class).from().getDayOfMonth());
    }

    @Test
    void aCapThatCannotBeChangesNothing() throws Exception {
        refused("--cap", "data", "--cap", "much");
        refused("--cap", "data", "--cap", "1001 TB");
        refused("--cap", "data", "--reset-day", "3", "--cap", "250");
        refused("--counts", "data", "--counts", "left");
        refused("--reset-day", "data", "--reset-day", "0");
        refused("--reset-day", "data", "--reset-day", "32");
        refused("--paced", "data", "--paced", "slowly");
    }

    @Test
    void eachRuleOfWhenIsSetAlone() throws Exception {
        changes(
                RulesChange.NOTHING.with(SharingRules.ON_BATTERY, SharingLevel.LIMITED),
                "when",
                "--on-battery",
                "limited");
        changes(
                RulesChange.NOTHING.with(SharingRules.ON_METERED, SharingLevel.PAUSED),
                "when",
                "--on-metered",
                "paused");
        changes(
                RulesChange.NOTHING.with(SharingRules.WHILE_RUNNING, SharingLevel.LIMITED),
                "when",
                "--while-running",
                "limited");
        changes(
                RulesChange.NOTHING.with(SharingRules.APPLICATIONS, List.of("vlc", "steam")),
                "when",
                "--programs",
                "vlc, steam");
        changes(
                RulesChange.NOTHING.with(SharingRules.APPLICATIONS, List.of("doom", "steam", "vlc")),
                "when",
                "--add",
                "doom");
        changes(RulesChange.NOTHING.with(SharingRules.APPLICATIONS, List.of("doom")), "when", "--remove", "steam,VLC");
        changes(RulesChange.NOTHING.with(SharingRules.APPLICATIONS, List.of()), "when", "--programs", "none");
        changes(RulesChange.NOTHING.with(SharingRules.ON_VPN, SharingLevel.PAUSED), "when", "--on-vpn", "paused");
        changes(
                RulesChange.NOTHING.with(SharingRules.ON_NETWORKS, SharingLevel.LIMITED),
                "when",
                "--on-networks",
                "limited");
        changes(
                RulesChange.NOTHING.with(SharingRules.NETWORKS, List.of("Café / 5 GHz", "Office")),
                "when",
                "--networks",
                "Office,Café / 5 GHz");
        changes(RulesChange.NOTHING.with(SharingRules.NETWORKS, List.of()), "when", "--networks", "none");
        changes(
                RulesChange.NOTHING.with(SharingRules.WHILE_USED, SharingLevel.LIMITED),
                "when",
                "--while-used",
                "limited");
        changes(
                RulesChange.NOTHING.with(SharingRules.WHILE_FULL_SCREEN, SharingLevel.PAUSED),
                "when",
                "--while-full-screen",
                "paused");
    }

    @Test
    void aProgramThatRunsIsNamed() throws Exception {
        String java = String.valueOf(
                Path.of(ProcessHandle.current().info().command().orElseThrow()).getFileName());
        List<String> lines = ok("when", "--add", java).lines();

        assertEquals(
                "While listed programs run: paused. Listed: " + java + ". Running: " + java + ", so sharing is paused.",
                lines.get(6));
        assertEquals("Right now: paused, because a listed program is running (" + java + ").", lines.get(7));
    }

    @Test
    void programsThatCannotBeListedChangeNothing() throws Exception {
        ok("when", "--add", "vlc");
        refused("“doom” is not listed; listed are: vlc", "when", "--on-battery=limited", "--remove", "doom");
        refused("/usr/bin/vlc", "when", "--add", "/usr/bin/vlc");
        refused("1 to 100 characters", "when", "--add", "x".repeat(101));
        refused("1 to 100 characters", "when", "--programs", "vlc,,doom");
        refused("--on-battery", "when", "--on-battery", "half");
    }

    @Test
    void noBrowserIsConnected() {
        assertEquals("No browser is connected.\n", ok("connections").out());
        assertEquals(1, Said.of(data, "connections", "close", "8d1f").code());
    }

    @Test
    void withoutAnEngineEveryQuestionEndsWithFour() {
        Path elsewhere = data.resolve("elsewhere");
        for (String[] question : new String[][] {
            {"limit"},
            {"limit", "--alternative", "on"},
            {"schedule"},
            {"schedule", "set", "mon", "all", "full"},
            {"schedule", "clear"},
            {"data"},
            {"when"},
            {"when", "--add", "vlc"},
            {"connections"},
            {"connections", "--watch"},
            {"connections", "close", "8d1f"}
        }) {
            assertEquals(4, Said.of(elsewhere, question).code(), String.join(" ", question));
        }
    }
}
