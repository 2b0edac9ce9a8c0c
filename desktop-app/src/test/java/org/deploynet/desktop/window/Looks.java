package org.deploynet.desktop.window;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.ColorScheme;
import javafx.beans.property.ObjectProperty;
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
import org.deploynet.i18n.Texts;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A window that is looked at, for words that do not fit. With {@code -Dpictures=true} each look leaves a picture in target/pictures,
 * for people. One window serves many looks, as it does in life.
 */
final class Looks implements AutoCloseable {
    private static final boolean KEEPS_PICTURES = Boolean.getBoolean("pictures");
    private static final Path PICTURES = Path.of("target", "pictures");
    /** Of the headless platform; a larger window is laid out, but not shown. */
    private static final double SCREEN_WIDTH = 1280;

    private static final double SCREEN_HEIGHT = 800;

    private static final Clock CLOCK = Clock.fixed(SampleConditions.NOW, ZoneOffset.UTC);

    private final String language;
    private final ObjectProperty<ColorScheme> scheme = new SimpleObjectProperty<>(ColorScheme.LIGHT);
    private final Stage stage;

    /** How the window is looked at: appearance, size in points, and pixels a point. */
    record View(ColorScheme scheme, double width, double height, double scale) {
        static View light(double width, double height) {
            return new View(ColorScheme.LIGHT, width, height, 1);
        }

        static View dark(double width, double height) {
            return new View(ColorScheme.DARK, width, height, 1);
        }
    }

    private Looks(FixedEngine engine, String language) {
        this.language = language;
        var window = new JavaFxWindow(engine, Texts.of(Locale.forLanguageTag(language)), new QuietSurroundings());
        stage = window.fill(new Stage(), scheme, CLOCK);
        stage.show();
    }

    /** The Overview of this engine. */
    static Looks open(FixedEngine engine, String language) {
        Looks looks = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> new Looks(engine, language));
        WaitForAsyncUtils.waitForFxEvents();
        return looks;
    }

    /** Of one screen. */
    static List<String> look(String screen, String name, FixedEngine engine, String language, View... views)
            throws Exception {
        try (Looks looks = open(engine, language)) {
            looks.choose(screen);
            return looks.look(name, views);
        }
    }

    void choose(String screen) {
        on(scene -> ((ToggleButton) scene.lookup("#open-" + screen)).fire());
    }

    /** Does what a person would. */
    void on(Consumer<Scene> work) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> work.accept(stage.getScene()));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** What does not fit in these views. */
    List<String> look(String name, View... views) throws Exception {
        var clipped = new ArrayList<String>();
        for (View view : views) {
            String file = String.join(
                    "-",
                    name,
                    language,
                    view.scheme.name().toLowerCase(Locale.ROOT),
                    (int) view.width + "x" + (int) view.height + (view.scale == 1 ? "" : "@" + (int) view.scale));
            on(scene -> {
                scheme.set(view.scheme);
                stage.setWidth(Math.min(view.width, SCREEN_WIDTH));
                stage.setHeight(Math.min(view.height, SCREEN_HEIGHT));
            });
            Optional<Picture> picture = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> lookNow(view, file, clipped));
            if (picture.isPresent()) {
                assertTrue(picture.get().width() >= view.width * view.scale);
                if (KEEPS_PICTURES) {
                    picture.get().write(PICTURES.resolve(file + ".png"));
                }
            }
        }
        return clipped;
    }

    private Optional<Picture> lookNow(View view, String where, List<String> clipped) {
        Parent root = stage.getScene().getRoot();
        root.resize(view.width, view.height);
        root.applyCss();
        root.layout();
        boolean isDrawn = KEEPS_PICTURES || view.scale != 1 || view.width > SCREEN_WIDTH;
        Optional<Picture> drawn = isDrawn ? Optional.of(Picture.of(stage.getScene(), view.scale)) : Optional.empty();
        collectClipped(root, where, clipped);
        return drawn;
    }

    @Override
    public void close() {
        WaitForAsyncUtils.waitForAsyncFx(20_000, stage::hide);
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
