package org.deploynet.desktop.window.overview;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.OverviewFigures.SiteLine;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The sites whose files are kept here. JavaFX thread only. */
final class SitesCard extends VBox {
    private static final double ROW_HEIGHT = 48;
    private static final int ROWS_SHOWN = 8;

    private final ListView<SiteLine> list = new ListView<>();
    private final Paragraph none;

    SitesCard(Texts texts) {
        getStyleClass().add("card");
        none = new Paragraph(texts.get("desktop.overview.sites.none"), "caption");
        list.getStyleClass().addAll("sites-list");
        list.setId("sites");
        list.setAccessibleText(texts.get("desktop.overview.sites"));
        list.setFixedCellSize(ROW_HEIGHT);
        list.setCellFactory(view -> new SiteCell());
        getChildren().addAll(Parts.label(texts.get("desktop.overview.sites"), "section-title"), none, list);
    }

    void show(List<SiteLine> sites) {
        Parts.show(none, sites.isEmpty());
        Parts.show(list, !sites.isEmpty());
        if (!sites.equals(list.getItems())) {
            list.getItems().setAll(sites);
            double height = Math.min(sites.size(), ROWS_SHOWN) * ROW_HEIGHT + 2;
            list.setPrefHeight(height);
            list.setMinHeight(height);
        }
    }

    private static final class SiteCell extends ListCell<SiteLine> {
        private final Label name = Parts.label("", "site-name");
        private final Tooltip whole = new Tooltip();
        private final Label files = Parts.label("", "caption");
        private final ProgressBar bar = new ProgressBar();
        private final Label kept = Parts.label("", "caption");
        private final Label today = Parts.label("", "site-today");
        private final HBox row;

        SiteCell() {
            var words = Parts.column("site-words", name, files);
            HBox.setHgrow(words, Priority.ALWAYS);
            words.setMinWidth(0);
            var fill = Parts.column("site-fill", kept, bar);
            bar.setMaxWidth(Double.MAX_VALUE);
            row = Parts.row("site", Parts.icon(Feather.GLOBE), words, fill, today);
            kept.setMinWidth(USE_PREF_SIZE);
            name.setTooltip(whole);
            // As wide as the list, never wider: a long name is cut, and its tooltip has all of it.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable SiteLine site, boolean empty) {
            super.updateItem(site, empty);
            if (empty || site == null) {
                setGraphic(null);
                return;
            }
            name.setText(site.name());
            whole.setText(site.name());
            files.setText(site.problem().orElse(site.files()));
            bar.setProgress(site.fraction());
            kept.setText(site.kept());
            today.setText(site.today());
            setAccessibleText(String.join(", ", site.name(), files.getText(), site.kept(), site.today()));
            setGraphic(row);
        }
    }
}
