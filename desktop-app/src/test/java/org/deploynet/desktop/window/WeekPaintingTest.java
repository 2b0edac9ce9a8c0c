package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.onFx;
import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.temporal.WeekFields;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The week is painted by mouse and by keys, and one stroke is one order. */
final class WeekPaintingTest {
    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private final FxRobot robot = new FxRobot();
    private ScreenProbe screen;

    @BeforeEach
    void opensABritishWeekWhichBeginsOnMonday() throws Exception {
        engine.share(Optional.of(SampleSharing.of(WeekPlan.ALWAYS_FULL)));
        screen = open(Locale.UK);
    }

    private ScreenProbe open(Locale locale) throws Exception {
        var opened = ScreenProbe.open(engine, locale, "limits");
        until(() -> opened.shows("week"));
        WaitForAsyncUtils.waitForFxEvents();
        return opened;
    }

    @AfterEach
    void closes() {
        screen.close();
    }

    @Test
    void theMousePaintsARectangleWithTheChosenBrush() {
        screen.press("brush-paused");
        stroke(cell(0, 16), cell(4, 35));

        until(() -> engine.orders().equals(List.of(week(workdays(WeekPlan.ALWAYS_FULL, SharingLevel.PAUSED)))));
        assertEquals("Monday to Friday, 08:00 to 18:00: Paused", grid().getAccessibleText());
    }

    @Test
    void timeRunsFromTheRightInArabic() throws Exception {
        screen.close();
        screen = open(Locale.forLanguageTag("ar"));
        double left = bounds(cell(0, 47)).getMinX();
        assertTrue(left < bounds(cell(0, 0)).getMinX());
        stroke(cell(0, 0), cell(0, 1));
        onFx(() -> grid().requestFocus());
        robot.type(KeyCode.LEFT).type(KeyCode.P);

        DayOfWeek first = WeekFields.of(Locale.forLanguageTag("ar")).getFirstDayOfWeek();
        WeekPlan painted = WeekPlan.ALWAYS_FULL.with(first, 0, 2, SharingLevel.LIMITED);
        until(() ->
                engine.orders().equals(List.of(week(painted), week(painted.with(first, 2, 3, SharingLevel.PAUSED)))));
    }

    @Test
    void aStrokeIsTakenBackByEscapeAndSendsNothing() {
        robot.moveTo(middle(cell(2, 4))).press(MouseButton.PRIMARY).moveTo(middle(cell(3, 8)));
        robot.type(KeyCode.ESCAPE).release(MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();

        assertEquals(List.of(), engine.orders());
        assertTrue(cell(2, 4).getAccessibleText().endsWith("Full"));
    }

    @Test
    void keysMoveExtendAndSetALevel() {
        onFx(() -> grid().requestFocus());
        robot.type(KeyCode.RIGHT, 2).type(KeyCode.DOWN);
        assertEquals("Tuesday 01:00 to 01:30: Full", grid().getAccessibleText());
        robot.press(KeyCode.SHIFT).type(KeyCode.RIGHT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        assertEquals("Tuesday to Wednesday, 01:00 to 02:00: Full", grid().getAccessibleText());
        robot.type(KeyCode.L);

        WeekPlan limited = WeekPlan.ALWAYS_FULL
                .with(DayOfWeek.TUESDAY, 2, 4, SharingLevel.LIMITED)
                .with(DayOfWeek.WEDNESDAY, 2, 4, SharingLevel.LIMITED);
        until(() -> engine.orders().equals(List.of(week(limited))));
        robot.type(KeyCode.UP).type(KeyCode.HOME);
        assertEquals("Tuesday 00:00 to 00:30: Full", grid().getAccessibleText());
        screen.press("brush-paused");
        onFx(() -> grid().requestFocus());
        robot.type(KeyCode.SPACE);
        until(() -> engine.orders()
                .equals(List.of(week(limited), week(limited.with(DayOfWeek.TUESDAY, 0, 1, SharingLevel.PAUSED)))));
    }

    @Test
    void aKeyThatChangesNothingSendsNothing() {
        onFx(() -> grid().requestFocus());
        robot.type(KeyCode.F);
        WaitForAsyncUtils.waitForFxEvents();

        assertEquals(List.of(), engine.orders());
    }

    @Test
    void theLastChangeIsUndoneAndAllCanBeFullAgain() {
        WeekPlan plan = SampleSharing.week();
        become(plan);
        assertTrue(screen.find(Button.class, "week-undo").isDisabled());
        screen.press("week-reset");
        until(() -> engine.orders().equals(List.of(week(WeekPlan.ALWAYS_FULL))));
        assertFalse(screen.find(Button.class, "week-undo").isDisabled());
        screen.press("week-undo");

        until(() -> engine.orders().equals(List.of(week(WeekPlan.ALWAYS_FULL), week(plan))));
        assertTrue(cell(0, 16).getAccessibleText().endsWith("Limited"));
    }

    @Test
    void aPlanThatIsRefusedGoesBackToWhatIsSet() {
        engine.refuse("the settings cannot be written");
        onFx(() -> grid().requestFocus());
        robot.type(KeyCode.P);
        until(() -> robot.lookup("The engine did not take it: the settings cannot be written")
                .tryQuery()
                .isPresent());
        engine.become(SampleConditions.later());

        until(() -> cell(0, 0).getAccessibleText().endsWith("Full"));
    }

    @Test
    void aReaderOfTheScreenFindsEveryHalfHour() {
        become(SampleSharing.week());
        assertEquals(7, grid().queryAccessibleAttribute(AccessibleAttribute.ROW_COUNT));
        assertEquals(48, grid().queryAccessibleAttribute(AccessibleAttribute.COLUMN_COUNT));
        assertEquals(cell(0, 0), grid().queryAccessibleAttribute(AccessibleAttribute.FOCUS_ITEM));
        assertEquals("Monday 08:00 to 08:30: Limited", cell(0, 16).getAccessibleText());
        assertEquals("Sunday 23:30 to 00:00: Full", cell(6, 47).getAccessibleText());
    }

    private void become(WeekPlan plan) {
        engine.share(Optional.of(SampleSharing.of(plan)));
        engine.become(SampleConditions.later());
        until(() -> cell(0, 16).getAccessibleText().endsWith("Limited"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static WeekPlan workdays(WeekPlan plan, SharingLevel level) {
        WeekPlan painted = plan;
        for (DayOfWeek day : EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)) {
            painted = painted.with(day, 16, 36, level);
        }
        return painted;
    }

    private static String week(WeekPlan plan) {
        return "week " + plan;
    }

    private void stroke(Node from, Node to) {
        robot.moveTo(middle(from)).press(MouseButton.PRIMARY).moveTo(middle(to)).release(MouseButton.PRIMARY);
    }

    private Node grid() {
        return screen.find("week");
    }

    private Node cell(int row, int column) {
        return (Node) grid().queryAccessibleAttribute(AccessibleAttribute.CELL_AT_ROW_COLUMN, row, column);
    }

    private static Bounds bounds(Node node) {
        return node.localToScreen(node.getLayoutBounds());
    }

    private static Point2D middle(Node node) {
        return new Point2D(bounds(node).getCenterX(), bounds(node).getCenterY());
    }
}
