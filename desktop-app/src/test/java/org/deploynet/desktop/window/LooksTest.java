package org.deploynet.desktop.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.deploynet.control.CacheReport;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Draws the window in each condition, language, appearance and size, and finds words that do not fit. With
 * {@code -Dpictures=true} it leaves the pictures in target/pictures, for people.
 */
final class LooksTest {
    private static final boolean KEEPS_PICTURES = Boolean.getBoolean("pictures");
    private static final Path PICTURES = Path.of("target", "pictures");
    /** Of the headless platform; a larger window is laid out, but not shown. */
    private static final double SCREEN_WIDTH = 1280;

    private static final double SCREEN_HEIGHT = 800;

    private static final Clock CLOCK = Clock.fixed(SampleConditions.NOW, ZoneOffset.UTC);

    @BeforeAll
    static void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void everyConditionFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, EngineCondition> each :
                    SampleConditions.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    clipped.addAll(draw(each.getKey(), each.getValue(), language, scheme, 1120, 720, 1));
                    clipped.addAll(draw(each.getKey(), each.getValue(), language, scheme, 900, 600, 1));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void drawsForFineAndForWideScreens() throws Exception {
        EngineCondition sharing = SampleConditions.running();

        assertEquals(List.of(), draw("sharing", sharing, "en", ColorScheme.LIGHT, 1120, 720, 2));
        assertEquals(List.of(), draw("sharing", sharing, "ar", ColorScheme.DARK, 3840, 2160, 1));
    }

    @Test
    void everyStateOfTheCacheFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<CacheReport>> each :
                    SampleReports.all().entrySet()) {
                clipped.addAll(drawCache(each.getKey(), each.getValue(), language, ColorScheme.LIGHT, 1120, 1240));
                clipped.addAll(drawCache(each.getKey(), each.getValue(), language, ColorScheme.DARK, 900, 600));
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void everyStateOfTheLimitsFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (var each : Map.of(
                            "limits", SampleConditions.running(), "limits-automatic", SampleConditions.automatic())
                    .entrySet()) {
                var engine = new FixedEngine(each.getValue()).share(Optional.of(SampleSharing.planned()));
                clipped.addAll(drawScreen("limits", each.getKey(), engine, language, ColorScheme.LIGHT, 1120, 1080));
            }
            for (Map.Entry<String, Optional<SharingReport>> each :
                    SampleSharing.all().entrySet()) {
                clipped.addAll(drawLimits(each.getKey(), each.getValue(), language, ColorScheme.DARK, 900, 1180));
            }
        }
        assertEquals(List.of(), clipped);
    }

    private static List<String> drawLimits(
            String name,
            Optional<SharingReport> report,
            String language,
            ColorScheme scheme,
            double width,
            double height)
            throws Exception {
        var engine = new FixedEngine(SampleConditions.unmeasured()).share(report);
        return drawScreen("limits", name, engine, language, scheme, width, height);
    }

    @Test
    void whatSomebodyTypesAndSelectsFitsInEveryLanguage() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (ColorScheme scheme : ColorScheme.values()) {
                var engine = new FixedEngine(SampleConditions.running());
                Stage stage = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> open(engine, language, scheme, 900, 1400));
                WaitForAsyncUtils.waitForAsyncFx(
                        20_000, () -> ((ToggleButton) stage.getScene().lookup("#open-limits")).fire());
                WaitForAsyncUtils.waitForFxEvents();
                WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                    write(stage, "limits-upload", "12 Mbit/s");
                    write(stage, "limits-download", "9 kB/s");
                    write(stage, "data-cap", "250");
                    write(stage, "program-name", "/usr/bin/obs");
                    stage.getScene().lookup("#week").requestFocus();
                });
                clipped.addAll(photograph(stage, "limits-typing", language, scheme, 900, 1400, 1));
            }
        }
        assertEquals(List.of(), clipped);
    }

    private static void write(Stage stage, String id, String text) {
        ((TextField) stage.getScene().lookup("#" + id)).setText(text);
    }

    @Test
    void theConnectionsFitInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (boolean empty : new boolean[] {false, true}) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    clipped.addAll(drawScreen(
                            "connections",
                            empty ? "connections-empty" : "connections",
                            new FixedEngine(SampleConditions.running())
                                    .serve(empty ? List.of() : SampleSharing.browsers()),
                            language,
                            scheme,
                            scheme == ColorScheme.LIGHT ? 1120 : 900,
                            600));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void theEarningsFitInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<EarningsReport>> each :
                    SampleEarnings.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    var engine = new FixedEngine(SampleConditions.running()).earning(each.getValue());
                    double width = scheme == ColorScheme.LIGHT ? 1120 : 900;
                    clipped.addAll(drawScreen("earnings", each.getKey(), engine, language, scheme, width, 860));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void theSitesFitInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<SitesReport>> each :
                    SampleSites.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    var engine = new FixedEngine(SampleConditions.running()).serving(each.getValue());
                    double width = scheme == ColorScheme.LIGHT ? 1120 : 900;
                    clipped.addAll(drawScreen("sites", each.getKey(), engine, language, scheme, width, 720));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void aChosenSiteAndTheQuestionFitInEveryLanguage() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (ColorScheme scheme : ColorScheme.values()) {
                var engine = new FixedEngine(SampleConditions.running());
                double width = scheme == ColorScheme.LIGHT ? 1120 : 900;
                Stage stage =
                        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> open(engine, language, scheme, width, 1000));
                WaitForAsyncUtils.waitForAsyncFx(
                        20_000, () -> ((ToggleButton) stage.getScene().lookup("#open-sites")).fire());
                WaitForAsyncUtils.waitForFxEvents();
                WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                    ((TableView<?>) stage.getScene().lookup("#sites"))
                            .getSelectionModel()
                            .select(0);
                    ((Button) stage.getScene().lookup("#site-block")).fire();
                });
                clipped.addAll(photograph(stage, "sites-question", language, scheme, width, 1000, 1));
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void everyClassOfNetworkFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<NetworkReport>> each :
                    SampleNetworks.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    var engine = new FixedEngine(SampleConditions.running()).reached(each.getValue());
                    boolean isWhole = scheme == ColorScheme.LIGHT;
                    double width = isWhole ? 1120 : 900;
                    double height = isWhole ? 1400 : 1500;
                    clipped.addAll(drawScreen("network", each.getKey(), engine, language, scheme, width, height));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    private static List<String> drawCache(
            String name, Optional<CacheReport> report, String language, ColorScheme scheme, double width, double height)
            throws Exception {
        var engine = new FixedEngine(SampleConditions.running(), report);
        return drawScreen("cache", name, engine, language, scheme, width, height);
    }

    private static List<String> drawScreen(
            String screen,
            String name,
            FixedEngine engine,
            String language,
            ColorScheme scheme,
            double width,
            double height)
            throws Exception {
        Stage stage = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> open(engine, language, scheme, width, height));
        WaitForAsyncUtils.waitForAsyncFx(
                20_000, () -> ((ToggleButton) stage.getScene().lookup("#open-" + screen)).fire());
        WaitForAsyncUtils.waitForFxEvents();
        return photograph(stage, name, language, scheme, width, height, 1);
    }

    private static List<String> draw(
            String name,
            EngineCondition condition,
            String language,
            ColorScheme scheme,
            double width,
            double height,
            double scale)
            throws Exception {
        boolean knewFigures = condition.figures().isEmpty() && !(condition instanceof EngineCondition.Starting);
        var engine = new FixedEngine(knewFigures ? SampleConditions.running() : condition);
        Stage stage = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> open(engine, language, scheme, width, height));
        WaitForAsyncUtils.waitForFxEvents();
        engine.become(condition);
        WaitForAsyncUtils.waitForFxEvents();
        return photograph(stage, name, language, scheme, width, height, scale);
    }

    private static List<String> photograph(
            Stage stage, String name, String language, ColorScheme scheme, double width, double height, double scale)
            throws Exception {
        String file = String.join(
                "-",
                name,
                language,
                scheme.name().toLowerCase(Locale.ROOT),
                (int) width + "x" + (int) height + (scale == 1 ? "" : "@" + (int) scale));
        var clipped = new ArrayList<String>();
        Picture picture = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            stage.getScene().getRoot().resize(width, height);
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
            Picture drawn = Picture.of(stage.getScene(), scale);
            collectClipped(stage.getScene().getRoot(), file, clipped);
            stage.hide();
            return drawn;
        });
        assertTrue(picture.width() >= width * scale);
        if (KEEPS_PICTURES) {
            picture.write(PICTURES.resolve(file + ".png"));
        }
        return clipped;
    }

    private static Stage open(FixedEngine engine, String language, ColorScheme scheme, double width, double height) {
        var window = new JavaFxWindow(engine, Texts.of(Locale.forLanguageTag(language)), new QuietSurroundings());
        var stage = window.fill(new Stage(), new SimpleObjectProperty<>(scheme), CLOCK);
        Scene scene = stage.getScene();
        stage.setWidth(Math.min(width, SCREEN_WIDTH));
        stage.setHeight(Math.min(height, SCREEN_HEIGHT));
        stage.show();
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return stage;
    }

    /** A label whose drawn text is not its text has been cut with an ellipsis; where a tooltip has all of it, it may. */
    private static void collectClipped(Parent parent, String where, List<String> clipped) {
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (!node.isVisible()) {
                continue;
            }
            if (node instanceof Labeled labeled
                    && labeled.getText() != null
                    && labeled.getTooltip() == null
                    && node.lookup(".text") instanceof Text drawn
                    && node.equals(drawn.getParent())
                    && !drawn.getText().strip().equals(labeled.getText().strip())) {
                clipped.add(where + ": " + drawn.getText() + " of " + labeled.getText());
            }
            if (node instanceof Label label && label.getHeight() + 1 < label.prefHeight(-1)) {
                clipped.add(where + ": cut below: " + label.getText());
            }
            if (node instanceof Labeled && leavesItsCard(node)) {
                clipped.add(where + ": outside its card: " + node);
            }
            if (node instanceof Parent inner) {
                collectClipped(inner, where, clipped);
            }
        }
    }

    private static boolean leavesItsCard(Node node) {
        Parent card = node.getParent();
        while (card != null && !card.getStyleClass().contains("card")) {
            card = card.getParent();
        }
        if (card == null) {
            return false;
        }
        Bounds inner = node.localToScene(node.getLayoutBounds());
        Bounds outer = card.localToScene(card.getLayoutBounds());
        return inner.getMinX() < outer.getMinX() || inner.getMaxX() > outer.getMaxX();
    }
}
