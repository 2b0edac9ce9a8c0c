package org.deploynet.desktop.window;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.parts.BrandMark;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The list of screens at the side, and the state of the network at its foot. JavaFX thread only. */
final class SideNavigation extends VBox {
    private static final double SIGN = 24;

    private final ToggleGroup chosen = new ToggleGroup();
    private final Paragraph network = new Paragraph("", "network-state");
    private final Label server = Parts.label("", "caption");
    private final FontIcon networkIcon = Parts.icon(Feather.WIFI_OFF, "network-icon");
    private final VBox foot;

    SideNavigation(List<Screen> screens, Texts texts, Consumer<Screen> open) {
        getStyleClass().add("navigation");
        HBox brand = Parts.row("brand", new BrandMark(SIGN), Parts.label(texts.get("desktop.name"), "brand-name"));
        var list = Parts.column("navigation-list");
        list.setAccessibleText(texts.get("desktop.screens"));
        screens.forEach(screen -> list.getChildren().add(entry(screen, texts, open)));
        foot = Parts.column(
                "navigation-foot",
                Parts.label(texts.get("desktop.network.title"), "caption"),
                Parts.row("network", networkIcon, network),
                server);
        Parts.show(foot, false);
        getChildren().addAll(brand, list, Parts.spring(), foot);
        chosen.getToggles().getFirst().setSelected(true);
    }

    private ToggleButton entry(Screen screen, Texts texts, Consumer<Screen> open) {
        var entry = new ToggleButton(texts.get("desktop.screen." + screen.name()), Parts.icon(screen.icon()));
        entry.setId("open-" + screen.name());
        entry.getStyleClass().add("navigation-entry");
        entry.setMaxWidth(Double.MAX_VALUE);
        entry.setAlignment(Pos.CENTER_LEFT);
        entry.setAccessibleRole(AccessibleRole.TAB_ITEM);
        entry.setToggleGroup(chosen);
        entry.setUserData(screen);
        entry.setOnAction(pressed -> {
            entry.setSelected(true);
            open.accept(screen);
        });
        return entry;
    }

    /** Marks {@code screen} as the open one. */
    void choose(Screen screen) {
        chosen.getToggles().forEach(entry -> entry.setSelected(screen.equals(entry.getUserData())));
    }

    void show(OverviewFigures.Network state) {
        networkIcon.setIconCode(state.connected() ? Feather.WIFI : Feather.WIFI_OFF);
        network.setText(state.state());
        server.setText(state.server());
        server.setTooltip(new Tooltip(state.server()));
        Parts.show(server, !state.server().isEmpty());
        Parts.show(foot, true);
    }

    /** When no engine answers, nothing is known of the network. */
    void showNoNetwork() {
        Parts.show(foot, false);
    }
}
