package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.onFx;
import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.WeekPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The Limits screen in front of a real engine process, over its real socket. */
final class LimitsAndEngineTest {
    @TempDir
    private Path data;

    private final FxRobot robot = new FxRobot();
    private RealEngine engine;
    private ScreenProbe screen;

    @BeforeEach
    void opensTheWindow() throws Exception {
        engine = RealEngine.fresh(data);
        screen = ScreenProbe.open(engine.view(), Clock.system(ZoneOffset.UTC), Locale.UK, "overview");
        until(() -> screen.paragraph("state-sentence").equals("Not sharing"));
    }

    @AfterEach
    void closesBoth() {
        screen.close();
        engine.close();
    }

    @Test
    void whatItsOwnerWritesAndPaintsIsWhatTheEngineKeeps() throws Exception {
        screen.press("open-limits");
        until(() -> screen.paragraph("limits-sentence").startsWith("Full: "));
        screen.write("limits-upload", "3 MB/s");
        screen.write("limits-alternative-upload", "8 Mbit/s");
        screen.press("limits-speed-apply");
        until(() -> sharing().rules().alternative().upload().bytesPerSecond() == 1_000_000);
        screen.write("data-cap", "250 GB");
        screen.press("data-cap-apply");
        until(() -> sharing().rules().dataCap().bytes().equals(Optional.of(250_000_000_000L)));
        assertEquals(3_000_000, snapshot().usualUpload().bytesPerSecond());
        until(() -> screen.written("limits-alternative-upload").equals("1 MB/s"));

        WeekPlan painted = paint();
        until(() -> sharing().rules().week().equals(painted));
        assertEquals(Optional.of(250_000_000_000L), sharing().rules().dataCap().bytes());
    }

    private WeekPlan paint() {
        Node week = screen.find("week");
        robot.clickOn((Node) week.queryAccessibleAttribute(AccessibleAttribute.CELL_AT_ROW_COLUMN, 5, 3));
        robot.type(KeyCode.END).type(KeyCode.P);
        return WeekPlan.ALWAYS_FULL
                .with(DayOfWeek.SATURDAY, 3, 4, SharingLevel.LIMITED)
                .with(DayOfWeek.SATURDAY, 47, 48, SharingLevel.PAUSED);
    }

    @Test
    void theAlternativeLimitsCountAtOnce() throws Exception {
        screen.press("open-limits");
        until(() -> screen.paragraph("limits-sentence").startsWith("Full: "));
        screen.press("limits-alternative-now");

        until(() -> screen.paragraph("limits-sentence").startsWith("Limited: upload 500"));
        assertEquals(500_000, snapshot().allowance().upload().bytesPerSecond());
    }

    @Test
    void aRuleThatPausesIsSaidAndLeadsToTheLimits() throws Exception {
        WeekPlan never = WeekPlan.ALWAYS_FULL;
        for (DayOfWeek day : DayOfWeek.values()) {
            never = never.with(day, 0, WeekPlan.HALF_HOURS, SharingLevel.PAUSED);
        }
        try (ControlClient other = engine.otherFace()) {
            other.rules(RulesChange.NOTHING.with(SharingRules.WEEK, never));
        }
        until(() -> screen.paragraph("state-reason").equals("Your week plan pauses sharing at this hour."));
        assertFalse(screen.shows("resume"));
        screen.press("to-limits");
        until(() -> screen.paragraph("limits-sentence").equals("Paused by your rules"));
        assertTrue(screen.find(ToggleButton.class, "open-limits").isSelected());
        onFx(() -> screen.find("week-reset").requestFocus());
        robot.type(KeyCode.SPACE);

        until(() -> sharing().rules().week().isAlwaysFull());
        until(() -> snapshot().condition().state() != EngineState.PAUSED);
    }

    private EngineSnapshot snapshot() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            return other.snapshot();
        }
    }

    private SharingReport sharing() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            return other.sharing();
        }
    }
}
