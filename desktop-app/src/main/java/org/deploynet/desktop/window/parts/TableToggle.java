package org.deploynet.desktop.window.parts;

import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** Shows a graph as a table while it is pressed; its words are what the next press brings. JavaFX thread only. */
public final class TableToggle extends ToggleButton {
    private final Texts texts;
    private final Ikon graph;

    /**
     * @param graph the sign of the graph
     * @param changed runs after each press
     */
    public TableToggle(String id, Texts texts, Ikon graph, Runnable changed) {
        this.texts = texts;
        this.graph = graph;
        setId(id);
        getStyleClass().addAll("flat", "button-icon");
        selectedProperty().subscribe(this::name);
        setOnAction(pressed -> changed.run());
    }

    private void name(boolean isTable) {
        String other = texts.get(isTable ? "desktop.chart.as-graph" : "desktop.chart.as-table");
        setGraphic(Parts.icon(isTable ? graph : Feather.LIST));
        setAccessibleText(other);
        setTooltip(new Tooltip(other));
    }
}
