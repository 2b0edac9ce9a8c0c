package org.deploynet.desktop.window.earnings;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.EarningsFigures.Tile;
import org.deploynet.desktop.window.parts.FigureEntry;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SentenceList;
import org.deploynet.i18n.Texts;

/** What was measured, what of it is not confirmed, and what the network's ledger has. JavaFX thread only. */
final class AmountsCard extends VBox {
    private static final List<String> AMOUNTS = List.of("measured", "missing", "pending", "available", "spent");

    private final List<FigureEntry> entries;
    private final SentenceList notes = new SentenceList("earnings-note-", "caption");

    AmountsCard(Texts texts) {
        getStyleClass().addAll("card", "form-card");
        entries = AMOUNTS.stream()
                .map(amount -> new FigureEntry("earnings-" + amount, texts.get("desktop.earnings." + amount)))
                .toList();
        getChildren().addAll(Parts.columns("earnings-strip", entries.toArray(FigureEntry[]::new)), notes);
    }

    void show(List<Tile> amounts, List<String> explained) {
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).show(amounts.get(i).figure(), amounts.get(i).note());
        }
        notes.show(explained);
    }
}
