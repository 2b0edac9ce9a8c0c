package org.deploynet.desktop.window.earnings;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.EarningsFigures.Site;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.WordsTable;
import org.deploynet.i18n.Texts;

/** What each site's visitors signed for, and why the network's figure is another. JavaFX thread only. */
final class SitesCard extends VBox {
    private static final double ROW = 30;
    private static final double HEAD = 40;
    private static final int MOST_ROWS = 8;

    private final WordsTable<Site> table;

    SitesCard(Texts texts) {
        getStyleClass().addAll("card", "form-card");
        table = new WordsTable<>(
                "earnings-sites",
                List.of(
                        WordsTable.words(texts.get("desktop.earnings.column.site"), Site::name),
                        WordsTable.figure(texts.get("desktop.earnings.column.bytes"), Site::bytes),
                        WordsTable.figure(texts.get("desktop.earnings.column.measured"), Site::measured),
                        WordsTable.figure(texts.get("desktop.earnings.column.confirmed"), Site::confirmed),
                        WordsTable.figure(texts.get("desktop.earnings.column.missing"), Site::missing),
                        WordsTable.words(texts.get("desktop.earnings.column.why"), Site::why)));
        table.setFixedCellSize(ROW);
        getChildren().addAll(Parts.label(texts.get("desktop.earnings.by-site"), "section-title"), table);
    }

    void show(List<Site> sites) {
        table.show(sites);
        table.setPrefHeight(HEAD + ROW * Math.clamp(sites.size(), 1, MOST_ROWS));
        table.setMinHeight(table.getPrefHeight());
    }
}
