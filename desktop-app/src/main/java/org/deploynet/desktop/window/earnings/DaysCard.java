package org.deploynet.desktop.window.earnings;

import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.EarningsFigures;
import org.deploynet.desktop.view.EarningsFigures.Day;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.TableToggle;
import org.deploynet.desktop.window.parts.WordsTable;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Credits of each day, as bars or as a table. JavaFX thread only. */
final class DaysCard extends VBox {
    private final Texts texts;
    private final Figures figures;
    private final DayBars bars;
    private final WordsTable<Day> table;
    private final TableToggle asTable;

    DaysCard(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.bars = new DayBars(texts);
        this.table = new WordsTable<>(
                "earnings-days-table",
                List.of(
                        WordsTable.words(texts.get("desktop.earnings.column.day"), Day::name),
                        WordsTable.words(texts.get("desktop.earnings.column.sent"), Day::sent),
                        WordsTable.words(texts.get("desktop.earnings.column.measured"), Day::measured),
                        WordsTable.words(texts.get("desktop.earnings.column.confirmed"), Day::confirmed)));
        getStyleClass().addAll("card", "form-card");
        this.asTable = new TableToggle("earnings-as-table", texts, Feather.BAR_CHART_2, this::showOne);
        var stack = new StackPane(bars, table);
        stack.getStyleClass().add("graph-stack");
        getChildren()
                .addAll(
                        Parts.row(
                                "graph-head",
                                Parts.label(texts.get("desktop.earnings.days"), "section-title"),
                                swatch("day-measured"),
                                Parts.label(texts.get("desktop.earnings.legend.measured"), "caption"),
                                swatch("day-confirmed"),
                                Parts.label(texts.get("desktop.earnings.legend.confirmed"), "caption"),
                                Parts.spring(),
                                asTable),
                        stack);
        showOne();
    }

    private static Region swatch(String style) {
        var swatch = new Region();
        swatch.getStyleClass().addAll("day-swatch", style);
        return swatch;
    }

    private void showOne() {
        Parts.show(bars, !asTable.isSelected());
        Parts.show(table, asTable.isSelected());
    }

    void show(EarningsFigures shown) {
        List<Day> days = shown.days();
        bars.show(shown, figures.credits(shown.highest()));
        table.show(days.reversed());
        if (!days.isEmpty()) {
            String words = texts.get(
                    "desktop.earnings.days.spoken",
                    days.getFirst().name(),
                    days.getLast().name(),
                    figures.credits(days.stream().mapToLong(Day::measuredAmount).sum()),
                    figures.credits(
                            days.stream().mapToLong(Day::confirmedAmount).sum()));
            bars.speak(words);
            table.setAccessibleText(words);
        }
    }
}
