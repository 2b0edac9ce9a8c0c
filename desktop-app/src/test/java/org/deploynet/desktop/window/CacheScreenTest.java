package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** What each control of the Cache screen tells the engine, and that looking tells it nothing. */
final class CacheScreenTest {

    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private final FxRobot robot = new FxRobot();
    private Stage stage;

    @BeforeEach
    void opensTheScreen() throws Exception {
        FxToolkit.registerPrimaryStage();
        stage = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            Stage filled = new JavaFxWindow(engine, Texts.of(Locale.US), new QuietSurroundings())
                    .fill(
                            new Stage(),
                            new SimpleObjectProperty<>(ColorScheme.LIGHT),
                            Clock.fixed(SampleConditions.NOW, ZoneOffset.UTC));
            filled.show();
            return filled;
        });
        onFx(() -> toggle("open-cache").fire());
        until(() -> paragraph("cache-sentence").equals("The cache is well"));
        // The sentence is the first of what one report changes.
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void closes() {
        onFx(stage::hide);
    }

    @Test
    void lookingTellsTheEngineNothing() {
        engine.become(SampleConditions.running());
        until(() -> field("cache-quota").getText().equals("100 GB"));

        assertEquals(List.of(), engine.orders());
    }

    @Test
    void theEngineIsAskedOnlyWhileTheScreenIsShown() {
        onFx(() -> toggle("open-overview").fire());
        WaitForAsyncUtils.waitForFxEvents();
        int asked = engine.cacheQuestions();
        engine.become(SampleConditions.later());
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(asked, engine.cacheQuestions());

        onFx(() -> toggle("open-cache").fire());
        until(() -> engine.cacheQuestions() == asked + 1);
    }

    @Test
    void sizesAreAppliedByEnterOnceTheyCount() {
        write("cache-quota", "250 GB");
        until(() -> !button("cache-limits-apply").isDisabled());
        robot.type(KeyCode.ENTER);

        until(() -> engine.orders().equals(List.of("bounds 250000000000 -1")));
    }

    @Test
    void aSizeThatCannotCountSaysWhyAndIsNotApplied() {
        write("cache-quota", "63 MB");
        until(() ->
                robot.lookup("Between 64 MB and 1000 TB can be set.").tryQuery().isPresent());
        assertTrue(button("cache-limits-apply").isDisabled());
        robot.type(KeyCode.ENTER);
        robot.type(KeyCode.ESCAPE);

        until(() -> field("cache-quota").getText().equals("100 GB"));
        assertEquals(List.of(), engine.orders());
    }

    @Test
    void whatSomebodyTypesIsNotTakenAwayByNews() {
        write("cache-quota", "25");
        engine.keep(SampleReports.ofQuota(200_000_000_000L));
        engine.become(SampleConditions.later());
        until(() -> robot.lookup("153.9\u00a0GB more may come").tryQuery().isPresent());
        assertEquals("25", field("cache-quota").getText());

        robot.type(KeyCode.ESCAPE);
        until(() -> field("cache-quota").getText().equals("200 GB"));
    }

    @Test
    void aRefusalStandsBesideTheControl() {
        engine.refuse("that disk has 20.1 GB free");
        write("cache-quota", "250 GB");
        robot.type(KeyCode.ENTER);

        until(() -> robot.lookup("The engine did not take it: that disk has 20.1 GB free")
                .tryQuery()
                .isPresent());
    }

    @Test
    void aCheckBeginsAndSlowsDown() {
        onFx(() -> button("check-now").fire());
        engine.keep(Objects.requireNonNull(SampleReports.all().get("cache-checking"))
                .orElseThrow());
        engine.become(SampleConditions.later());
        until(() -> button("check-stop").isVisible() && !button("check-now").isVisible());
        onFx(() -> button("check-stop").fire());

        until(() -> engine.orders().equals(List.of("scrub true", "scrub false")));
    }

    @Test
    void movesToTheFolderThatIsWrittenAndOnlyToAWholePath() {
        assertFalse(isShown(field("cache-move-to")));
        onFx(() -> button("cache-move").fire());
        onFx(() -> field("cache-move-to").setText("large disk"));
        assertTrue(button("cache-move-begin").isDisabled());
        onFx(() -> field("cache-move-to").setText("/media/large disk"));
        onFx(() -> button("cache-move-begin").fire());
        engine.keep(
                Objects.requireNonNull(SampleReports.all().get("cache-moving")).orElseThrow());
        engine.become(SampleConditions.later());
        until(() -> button("cache-move-cancel").isVisible());
        onFx(() -> button("cache-move-cancel").fire());

        until(() -> engine.orders().equals(List.of("move /media/large disk", "moveCancel")));
    }

    @Test
    void choosesWhatMakesWayFirst() {
        assertTrue(radio("policy-w-tinylfu").isSelected());
        onFx(() -> radio("policy-lru").fire());

        until(() -> engine.orders().equals(List.of("policy lru")));
        engine.become(SampleConditions.later());
        until(() -> radio("policy-w-tinylfu").isSelected());
    }

    @Test
    void pinsSitesAndBoundsTheirShare() {
        CheckBox pin = (CheckBox) all(".site-pin").iterator().next();
        onFx(pin::fire);
        @SuppressWarnings("unchecked")
        var share = (ComboBox<Integer>) all(".site-share").iterator().next();
        onFx(() -> share.setValue(25));
        onFx(() -> share.setValue(0));

        until(() -> engine.orders().equals(List.of("pin aa false", "share aa 25", "share aa -1")));
    }

    @Test
    void everyControlCanBeReachedByKeysAndSaysWhatItIs() {
        int looked = 0;
        for (String style : List.of(".button", ".text-field", ".radio-button", ".check-box", ".combo-box")) {
            for (Node control : all(style)) {
                if (isShown(control)) {
                    looked++;
                    assertTrue(control.isFocusTraversable(), control.toString());
                    boolean hasText = control instanceof Labeled labeled
                            && !labeled.getText().isBlank();
                    assertTrue(hasText || control.getAccessibleText() != null, control.toString());
                }
            }
        }
        // Two fields, their two buttons, the check, the move, four rules, and two controls of each of three sites.
        assertEquals(16, looked);
    }

    @Test
    void anEngineThatIsGoneLeavesTheLastFiguresMarkedAsOld() {
        engine.become(new EngineCondition.Starting(SampleConditions.NOW));

        until(() -> robot.lookup("The figures are of 2:05\u202fPM.").tryQuery().isPresent());
        assertTrue(robot.lookup("#cache-used").query().isVisible());
    }

    private void write(String id, String text) {
        onFx(() -> {
            field(id).requestFocus();
            field(id).setText(text);
        });
    }

    private Set<Node> all(String style) {
        return stage.getScene().getRoot().lookupAll(style);
    }

    private ToggleButton toggle(String id) {
        return (ToggleButton) stage.getScene().lookup("#" + id);
    }

    private Button button(String id) {
        return (Button) stage.getScene().lookup("#" + id);
    }

    private RadioButton radio(String id) {
        return (RadioButton) stage.getScene().lookup("#" + id);
    }

    private TextField field(String id) {
        return (TextField) stage.getScene().lookup("#" + id);
    }

    private String paragraph(String id) {
        return ((Paragraph) stage.getScene().lookup("#" + id)).text();
    }

    private static boolean isShown(Node node) {
        return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
    }

    private static void onFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, work);
    }
}
