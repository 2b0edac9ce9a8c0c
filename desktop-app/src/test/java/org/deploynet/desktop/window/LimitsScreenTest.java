package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.onFx;
import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.desktop.supervise.EngineCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** What each control of the Limits screen tells the engine, and that looking tells it nothing; WeekPaintingTest has the week. */
final class LimitsScreenTest {
    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private final FxRobot robot = new FxRobot();
    private ScreenProbe screen;

    @BeforeEach
    void opensTheScreen() throws Exception {
        screen = ScreenProbe.open(engine, Locale.US, "limits");
        until(() -> screen.paragraph("limits-sentence").startsWith("Full: upload 5.0"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void closes() {
        screen.close();
    }

    @Test
    void saysWhatCountsNowWhyAndWhatIsNext() {
        assertEquals(
                "Full: upload 5.0\u00a0MB/s (40\u00a0Mbit/s), download unlimited", screen.paragraph("limits-sentence"));
        assertEquals(
                "Totals for this computer, applied at once. The strictest rule wins: right now none of them holds"
                        + " anything back. Limited from 8:00\u202fPM.",
                screen.paragraph("limits-reason"));
        assertEquals("212.0\u00a0GB of 500\u00a0GB used since Nov 14, 42%.", screen.paragraph("data-used"));
        assertEquals("plugged in now", screen.paragraph("on-battery-now"));
        assertEquals(List.of(), engine.orders());
    }

    @Test
    void theEngineIsAskedOnlyWhileTheScreenIsShown() {
        screen.press("open-overview");
        WaitForAsyncUtils.waitForFxEvents();
        int asked = engine.sharingQuestions();
        engine.become(SampleConditions.later());
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(asked, engine.sharingQuestions());

        screen.press("open-limits");
        until(() -> engine.sharingQuestions() == asked + 1);
    }

    @Test
    void onlyWhatWasChangedIsSentAndAllOfItByOneEnter() {
        assertFalse(screen.shows("limits-speed-apply"));
        screen.write("limits-download", "80 Mbit/s");
        screen.write("limits-browsers", "25");
        screen.write("limits-alternative-upload", "0");
        screen.write("limits-upload", "unlimited");
        robot.type(KeyCode.ENTER);

        until(() -> engine.orders()
                .equals(List.of(
                        "limit unlimited",
                        "limitDownload 10000000",
                        "limitBrowsers 25",
                        "alternative false 0 2500000")));
    }

    @Test
    void theOtherUnitStandsBesideWhatIsWritten() {
        screen.write("limits-upload", "24 Mbit/s");
        until(() -> robot.lookup("3.0\u00a0MB/s").tryQuery().isPresent());
        screen.write("limits-upload", "0");
        until(() -> robot.lookup("none").tryQuery().isPresent());

        assertEquals(List.of(), engine.orders());
    }

    @Test
    void whatCannotCountSaysWhyAtItsFieldAndNothingIsSent() {
        screen.write("limits-upload", "5");
        screen.write("limits-download", "9 kB/s");
        screen.write("limits-browsers", "0");
        screen.write("data-cap", "much");
        robot.type(KeyCode.ENTER);

        assertEquals(
                "Write a rate with its unit, as 5 MB/s or 40 Mbit/s, 0 for none, or unlimited.",
                screen.paragraph("limits-upload-wrong"));
        assertEquals(
                "Write 0, or at least 10 kB/s: origins give up on slower readers.",
                screen.paragraph("limits-download-wrong"));
        assertEquals("Write a whole number from 1 to 10,000.", screen.paragraph("limits-browsers-wrong"));
        assertEquals("Write a size with its unit, as 250 GB, or unlimited.", screen.paragraph("data-cap-wrong"));
        assertTrue(screen.find(Button.class, "limits-speed-apply").isDisabled());
        assertTrue(screen.find(Button.class, "data-cap-apply").isDisabled());
        screen.press("limits-speed-undo");
        assertEquals("5 MB/s", screen.written("limits-upload"));
        assertFalse(screen.shows("limits-upload-wrong"));
        assertEquals(List.of(), engine.orders());
    }

    @Test
    void whatSomebodyTypesIsNotTakenAwayByNews() {
        screen.write("limits-alternative-upload", "2 M");
        screen.write("data-cap", "1");
        engine.share(Optional.of(SampleSharing.usual()));
        engine.become(SampleConditions.later());
        until(() -> screen.paragraph("on-battery-now").equals("this computer does not tell"));

        assertEquals("2 M", screen.written("limits-alternative-upload"));
        assertEquals("500 kB/s", screen.written("limits-alternative-download"));
        assertEquals("1", screen.written("data-cap"));
        onFx(() -> screen.find("data-cap").requestFocus());
        robot.type(KeyCode.ESCAPE);
        until(() -> screen.written("data-cap").equals("unlimited"));
    }

    @Test
    void theAutomaticLimitIsSwitchedAtOnceAndLeavesWhatCountedAsTheOwnersOwn() {
        assertEquals(
                "70 % of what your line carries, and less while others need it.",
                screen.paragraph("limits-automatic-now"));
        screen.press("limits-automatic");
        until(() -> engine.orders().equals(List.of("limit automatic")));

        engine.become(SampleConditions.automatic());
        until(() -> screen.written("limits-upload").equals("automatic"));
        assertEquals(
                "At most 1.4\u00a0MB/s (11.2\u00a0Mbit/s) now: others need the line. Your line was measured at"
                        + " 5.0\u00a0MB/s (40\u00a0Mbit/s). Stepped aside 3 times today.",
                screen.paragraph("limits-automatic-now"));
        screen.press("limits-automatic");
        until(() -> engine.orders().equals(List.of("limit automatic", "limit 1400000")));
    }

    @Test
    void theAlternativeLimitsAreSwitchedAtOnce() {
        screen.press("limits-alternative-now");

        until(() -> engine.orders().equals(List.of("alternative true 1250000 2500000")));
    }

    @Test
    void aRefusalStandsOnTheScreen() {
        engine.refuse("the settings cannot be written");
        screen.write("limits-upload", "1 MB/s");
        robot.type(KeyCode.ENTER);

        until(() -> robot.lookup("The engine did not take it: the settings cannot be written")
                .tryQuery()
                .isPresent());
    }

    @Test
    void theMonthsDataAreCapped() {
        screen.write("data-cap", "250 GB");
        robot.type(KeyCode.ENTER);
        screen.choose("data-counts", DataCap.Counts.UP);
        screen.choose("data-reset-day", 31);
        screen.press("data-paced");
        screen.write("data-cap", "");
        robot.type(KeyCode.ENTER);

        until(() -> engine.orders()
                .equals(List.of(
                        "dataCap 250000000000 BOTH 14 true",
                        "dataCap 500000000000 UP 14 true",
                        "dataCap 500000000000 BOTH 31 true",
                        "dataCap 500000000000 BOTH 14 false",
                        "dataCap -1 BOTH 14 true")));
    }

    @Test
    void whenToShareIsChosenAndProgramsAndNetworksAreListed() {
        screen.choose("on-battery", SharingLevel.FULL);
        screen.choose("on-metered", SharingLevel.LIMITED);
        screen.choose("while-running", SharingLevel.PAUSED);
        screen.choose("on-vpn", SharingLevel.PAUSED);
        screen.choose("on-networks", SharingLevel.LIMITED);
        screen.choose("while-used", SharingLevel.PAUSED);
        screen.choose("while-full-screen", SharingLevel.FULL);
        screen.write("network-name", "Café / 5 GHz");
        robot.type(KeyCode.ENTER);
        screen.write("program-name", "/usr/bin/blender");
        assertTrue(screen.find(Button.class, "program-add").isDisabled());
        screen.write("program-name", "obs");
        assertTrue(screen.find(Button.class, "program-add").isDisabled());
        screen.write("program-name", "blender");
        robot.type(KeyCode.ENTER);
        onFx(() -> ((Button) robot.lookup("steam").query()).fire());

        until(() -> engine.orders()
                .equals(List.of(
                        "onBattery FULL",
                        "onMetered LIMITED",
                        "whileRunning PAUSED",
                        "onVpn PAUSED",
                        "onNetworks LIMITED",
                        "whileUsed PAUSED",
                        "whileFullScreen FULL",
                        "networks [Office, Train, Café / 5 GHz]",
                        "applications [obs, steam, zoom, blender]",
                        "applications [obs, zoom]")));
    }

    @Test
    void everyControlCanBeReachedByKeysAndSaysWhatItIs() {
        int looked = 0;
        for (String style : List.of(".button", ".text-field", ".check-box", ".combo-box", ".week-grid")) {
            for (Node control : screen.stage().getScene().getRoot().lookupAll(style)) {
                if (control.isVisible()
                        && control.isManaged()
                        && control.getParent().isVisible()) {
                    looked++;
                    assertTrue(control.isFocusTraversable(), control.toString());
                    boolean hasText = control instanceof Labeled labeled
                            && !labeled.getText().isBlank();
                    assertTrue(hasText || control.getAccessibleText() != null, control.toString());
                }
            }
        }
        // Six fields, three switches, nine lists; undo, reset and the week; three programs and two networks, each
        // with a field and a button to add one.
        assertEquals(30, looked);
    }

    @Test
    void anEngineThatIsGoneLeavesTheLastWordMarkedAsOld() {
        engine.become(new EngineCondition.Starting(SampleConditions.NOW));

        until(() -> robot.lookup("The figures are of 2:05\u202fPM.").tryQuery().isPresent());
        assertTrue(screen.shows("week"));
    }

    @Test
    void aPlanOfAnotherFaceIsShown() {
        WeekPlan other = WeekPlan.ALWAYS_FULL.with(DayOfWeek.SUNDAY, 0, 1, SharingLevel.PAUSED);
        engine.share(Optional.of(SampleSharing.of(other)));
        engine.become(SampleConditions.later());

        until(() -> screen.find("week").getAccessibleText().equals("Sunday 12:00\u202fAM to 12:30\u202fAM: Paused"));
    }
}
