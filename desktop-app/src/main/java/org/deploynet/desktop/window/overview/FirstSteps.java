package org.deploynet.desktop.window.overview;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** What happens next, while nothing was shared yet. JavaFX thread only. */
final class FirstSteps extends VBox {
    private final Texts texts;
    private final VBox list = Parts.column("first-steps-list");
    private List<OverviewFigures.Step> shown = List.of();

    FirstSteps(Texts texts) {
        this.texts = texts;
        setId("first-steps");
        getStyleClass().add("first-steps");
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.overview.first.title"), "section-title"),
                        new Paragraph(texts.get("desktop.overview.first.subtitle"), "caption"),
                        list);
    }

    void show(List<OverviewFigures.Step> steps) {
        if (!steps.equals(shown)) {
            shown = steps;
            list.getChildren().setAll(steps.stream().map(this::row).toList());
        }
    }

    private VBox row(OverviewFigures.Step step) {
        var icon = Parts.icon(
                step.done() ? Feather.CHECK_CIRCLE : Feather.CIRCLE, step.done() ? "step-done" : "step-open");
        var words = Parts.column(
                "step-words", new Paragraph(step.title(), "step-title"), new Paragraph(step.note(), "caption"));
        var row = Parts.row("step", icon, words);
        row.setAccessibleText(step.title() + " "
                + texts.get(step.done() ? "desktop.overview.step.done" : "desktop.overview.step.open"));
        return new VBox(row);
    }
}
