package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The window in front of a real engine process, over its real socket. */
final class WindowAndEngineTest {
    private static final long SHARED = 4_210_000_000L;

    @TempDir
    private Path data;

    private final FxRobot robot = new FxRobot();
    private final SimpleObjectProperty<ColorScheme> scheme = new SimpleObjectProperty<>(ColorScheme.LIGHT);
    private final AtomicInteger quits = new AtomicInteger();
    private boolean hasTray = true;
    private RealEngine engine;
    private Stage stage;

    @BeforeEach
    void opensTheWindow() throws Exception {
        FxToolkit.registerPrimaryStage();
        engine = RealEngine.thatShared(data, SHARED);
        var window = new JavaFxWindow(engine.view(), Texts.of(Locale.US), new TestSurroundings());
        stage = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            Stage filled = window.fill(new Stage(), scheme, Clock.system(ZoneOffset.UTC));
            filled.show();
            return filled;
        });
        until(() -> sentence().equals("Not sharing"));
    }

    @AfterEach
    void closesBoth() {
        WaitForAsyncUtils.waitForAsyncFx(20_000, stage::hide);
        engine.close();
    }

    @Test
    void showsTheFiguresOfTheSnapshot() throws Exception {
        EngineSnapshot snapshot = snapshot();

        assertEquals(SHARED, snapshot.transfer().totalBytes());
        assertEquals("4.2\u00a0GB", robot.lookup("#figure-total").query().getAccessibleText());
        assertEquals("0\u00a0B/s", robot.lookup("#figure-now").query().getAccessibleText());
        assertEquals("No signaling server is set; start with --signaling URL.", reason());
        assertTrue(shows("Not known"));
        assertTrue(shows("The network has not told the balance yet"));
    }

    @Test
    void pausesAndResumesTheEngine() throws Exception {
        choosePause("pause-quarter");
        until(() -> snapshot().condition().state() == EngineState.PAUSED);
        until(() -> sentence().startsWith("Paused for 1"));
        Duration left =
                Duration.between(snapshot().at(), snapshot().condition().until().orElseThrow());
        assertTrue(
                left.compareTo(Duration.ofMinutes(15)) <= 0 && left.compareTo(Duration.ofMinutes(13)) > 0, "" + left);
        assertFalse(robot.lookup("#pause").query().isVisible());

        robot.clickOn("#resume");
        until(() -> snapshot().condition().state() != EngineState.PAUSED);
        until(() -> sentence().equals("Not sharing"));
    }

    @Test
    void pausesUntilResumedByKeyboardAlone() throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> robot.lookup("#pause").query().requestFocus());
        robot.type(KeyCode.SPACE);
        until(() -> pauseMenu().isShowing());
        robot.type(KeyCode.DOWN, 5).type(KeyCode.ENTER);

        until(() -> snapshot().condition().state() == EngineState.PAUSED);
        assertTrue(snapshot().condition().until().isEmpty());
        until(() -> sentence().equals("Paused"));
    }

    @Test
    void followsWhatAnotherFaceDoes() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            other.limit(UploadChoice.of(5_000_000));
            until(() -> shows("Upload limit 5.0\u00a0MB/s (40\u00a0Mbit/s)"));
        }
    }

    @Test
    void rangeButtonsChangeTheGraph() {
        until(() -> chart().getAccessibleText().startsWith("Last hour: highest 70.2\u00a0MB/s"));
        robot.clickOn(".range-day");
        until(() -> chart().getAccessibleText().startsWith("Last 24 hours: highest 14.0\u00a0MB/s"));
        robot.clickOn(".range-month");
        until(() -> chart().getAccessibleText().startsWith("Last 30 days"));
        robot.clickOn(".range-minute");
        until(() -> chart().getAccessibleText().startsWith("Last minute: highest 0\u00a0B/s"));
        robot.clickOn(".range-minute");

        assertTrue(((ToggleButton) robot.lookup(".range-minute").query()).isSelected());
    }

    @Test
    void theGraphIsReadByKeysAndAsATable() {
        until(() -> chart().getAccessibleText().startsWith("Last hour"));
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> chart().requestFocus());
        robot.type(KeyCode.LEFT);
        String newest = chart().getAccessibleText();
        robot.type(KeyCode.LEFT);
        assertTrue(newest.endsWith(": 0\u00a0B/s"), newest);
        assertNotEquals(newest, chart().getAccessibleText());

        robot.clickOn("#as-table");
        TableView<?> table = robot.lookup("#history-table").queryTableView();
        until(() -> table.isVisible() && table.getItems().size() >= 59);
        assertTrue(table.getItems().stream().anyMatch(row -> row.toString().contains("4.2\u00a0GB")));
        assertFalse(chart().isVisible());
    }

    @Test
    void theCacheScreenSaysWhatTheEngineDoesAndCarriesOutWhatItIsTold() throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> ((ToggleButton) robot.lookup("#open-cache").query()).fire());
        until(() -> ((Paragraph) robot.lookup("#cache-sentence").query()).text().equals("The cache is well"));
        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> ((TextField) robot.lookup("#cache-quota").query()).setText("3 GB"));
        press("cache-limits-apply");
        press("policy-lru");
        press("check-now");

        until(() -> cache().fill().quotaBytes() == 3_000_000_000L && cache().policy() == EvictionPolicy.LRU);
        until(() -> cache().scrub().lastFinished().isPresent());
        until(() -> ((Paragraph) robot.lookup("#check-words").query()).text().startsWith("Last check "));
        WaitForAsyncUtils.waitForAsyncFx(
                20_000,
                () -> ((TextField) robot.lookup("#cache-move-to").query())
                        .setText(data.resolve("elsewhere").toString()));
        press("cache-move");
        press("cache-move-begin");
        until(() -> cache().folder().equals(data.resolve("elsewhere").toString()));
        until(() -> ((Label) robot.lookup("#cache-folder").query()).getText().endsWith("elsewhere"));
    }

    private void press(String id) {
        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> ((ButtonBase) robot.lookup("#" + id).query()).fire());
    }

    private CacheReport cache() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            return other.cache();
        }
    }

    @Test
    void aKilledEngineIsSaidAndComesBack() throws Exception {
        long before = snapshot().engine().pid();
        var sentences = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        Label sentence = (Label) robot.lookup(".state-sentence").query();
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> sentence.textProperty().subscribe(text -> sentences.add(text)));

        engine.kill();

        until(() -> sentences.stream().anyMatch(text -> text.startsWith("Interrupted, starting again")));
        until(() -> engine.view().condition() instanceof EngineCondition.Running running
                && running.snapshot().engine().pid() != before);
        until(() -> sentence().equals("Not sharing"));
        assertFalse(robot.lookup("#stale").query().isVisible());
    }

    @Test
    void turnsDarkWithTheSystemWhileItIsOpen() {
        String light = stage.getScene().getStylesheets().getFirst();
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> scheme.set(ColorScheme.DARK));
        String dark = stage.getScene().getStylesheets().getFirst();

        assertTrue(light.endsWith("light.css"), light);
        assertTrue(dark.endsWith("dark.css"), dark);
    }

    @Test
    void hidesOnCloseWhereThereIsATrayAndShowsTheNewestWhenItComesBack() throws Exception {
        close();
        until(() -> !stage.isShowing());
        try (ControlClient other = engine.otherFace()) {
            other.pause(java.util.Optional.empty());
        }
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> stage.show());

        until(() -> sentence().equals("Paused"));
        assertEquals(0, quits.get());
    }

    @Test
    void withoutATrayItAsksOnceAndThenMinimises() {
        hasTray = false;
        close();
        until(() -> shows("DeployNet goes on sharing"));
        robot.clickOn("Minimise");
        until(() -> stage.isIconified());
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> stage.setIconified(false));
        close();

        until(() -> stage.isIconified());
        assertTrue(stage.isShowing());
    }

    @Test
    void withoutATrayItCanBeQuit() {
        hasTray = false;
        close();
        until(() -> shows("DeployNet goes on sharing"));
        robot.clickOn("Quit");

        until(() -> quits.get() == 1);
        assertTrue(stage.isShowing());
    }

    private void close() {
        javafx.application.Platform.runLater(() ->
                stage.fireEvent(new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST)));
    }

    private void choosePause(String item) {
        robot.clickOn("#pause");
        until(() -> pauseMenu().isShowing());
        robot.clickOn("#" + item);
    }

    private MenuButton pauseMenu() {
        return (MenuButton) robot.lookup("#pause").query();
    }

    private Node chart() {
        return robot.lookup(".upload-chart").query();
    }

    private String sentence() {
        return ((Paragraph) robot.lookup("#state-sentence").query()).text();
    }

    private String reason() {
        return ((Paragraph) robot.lookup("#state-reason").query()).text();
    }

    private boolean shows(String text) {
        // A paragraph's label has its line ends in it; what is read to a person has not.
        return robot.lookup(node -> text.equals(node.getAccessibleText())
                        || (node instanceof Labeled labeled && text.equals(labeled.getText())))
                .tryQuery()
                .isPresent();
    }

    private EngineSnapshot snapshot() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            return other.snapshot();
        }
    }

    private final class TestSurroundings implements Surroundings {
        @Override
        public boolean hasTray() {
            return hasTray;
        }

        @Override
        public void quit() {
            quits.incrementAndGet();
        }
    }
}
