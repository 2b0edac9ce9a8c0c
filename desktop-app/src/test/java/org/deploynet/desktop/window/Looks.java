package org.deploynet.desktop.window;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.i18n.Texts;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Opens the window and finds words that do not fit. With {@code -Dpictures=true} it leaves a picture of each in target/pictures,
 * for people; without, the window is only shown, which takes half the time.
 */
final class Looks {
    private static final boolean KEEPS_PICTURES = Boolean.getBoolean("pictures");
    private static final Path PICTURES = Path.of("target", "pictures");
    /** Of the headless platform; a larger window is laid out, but not shown. */
    private static final double SCREEN_WIDTH = 1280;

    private static final double SCREEN_HEIGHT = 800;

    private static final Clock CLOCK = Clock.fixed(SampleConditions.NOW, ZoneOffset.UTC);

    private Looks() {}

    /** Of one screen. */
    static List<String> drawScreen(
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

    /** Of the Overview in this condition; where that has no figures, it came after one that had. */
    static List<String> draw(
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

    static List<String> photograph(
            Stage stage, String name, String language, ColorScheme scheme, double width, double height, double scale)
            throws Exception {
        String file = String.join(
                "-",
                name,
                language,
                scheme.name().toLowerCase(Locale.ROOT),
                (int) width + "x" + (int) height + (scale == 1 ? "" : "@" + (int) scale));
        var clipped = new ArrayList<String>();
        Optional<Picture> picture = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            stage.getScene().getRoot().resize(width, height);
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
            boolean isDrawn = KEEPS_PICTURES || scale != 1 || width > SCREEN_WIDTH;
            Optional<Picture> drawn = isDrawn ? Optional.of(Picture.of(stage.getScene(), scale)) : Optional.empty();
            collectClipped(stage.getScene().getRoot(), file, clipped);
            stage.hide();
            return drawn;
        });
        if (picture.isPresent()) {
            assertTrue(picture.get().width() >= width * scale);
            if (KEEPS_PICTURES) {
                picture.get().write(PICTURES.resolve(file + ".png"));
            }
        }
        return clipped;
    }

    static Stage open(FixedEngine engine, String language, ColorScheme scheme, double width, double height) {
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
