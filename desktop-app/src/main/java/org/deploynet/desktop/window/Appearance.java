package org.deploynet.desktop.window;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import org.deploynet.i18n.Texts;

/** Light or dark as the system is, while it runs: AtlantaFX's theme, and our sheets over it. JavaFX thread only. */
final class Appearance {
    /** Fonts made for screens; where there is none of them, JavaFX's own choice (on Linux often DejaVu) stays. */
    private static final List<String> FONTS =
            List.of("Inter", "Adwaita Sans", "Ubuntu Sans", "Ubuntu", "Cantarell", "Noto Sans", "Open Sans");
    /**
     * For Arabic one font must have all of a line, the digits and the full stop, too: where JavaFX 26.0.2 borrows letters from a
     * second font, it draws the pieces around a number in the wrong order.
     */
    private static final List<String> ARABIC_FONTS = List.of("DejaVu Sans");

    private final Scene scene;
    private final List<String> fonts;

    Appearance(Scene scene, Texts texts) {
        this.scene = scene;
        this.fonts = texts.isRightToLeft() ? ARABIC_FONTS : FONTS;
    }

    /** Looks as {@code scheme} says, now and whenever it changes. */
    void follow(ObservableValue<ColorScheme> scheme) {
        scene.getRoot().setStyle(font());
        scheme.subscribe(this::wear);
    }

    private void wear(ColorScheme scheme) {
        boolean dark = scheme == ColorScheme.DARK;
        Theme theme = dark ? new PrimerDark() : new PrimerLight();
        // The compiled form: parsing 160 KB of CSS would cost a fifth of the time to the first frame.
        Application.setUserAgentStylesheet(theme.getUserAgentStylesheetBSS());
        scene.getStylesheets().setAll(sheet(dark ? "dark.css" : "light.css"), sheet("deploynet.css"));
    }

    private String font() {
        boolean isLinux = System.getProperty("os.name", "").startsWith("Linux");
        List<String> installed = isLinux ? Font.getFamilies() : List.of();
        return fonts.stream()
                .filter(installed::contains)
                .findFirst()
                .map(family -> "-fx-font-family: \"" + family + "\";")
                .orElse("");
    }

    private static String sheet(String name) {
        URL sheet = Objects.requireNonNull(Appearance.class.getResource(name), name);
        return sheet.toExternalForm();
    }
}
