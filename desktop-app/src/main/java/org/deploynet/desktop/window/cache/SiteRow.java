package org.deploynet.desktop.window.cache;

import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.deploynet.desktop.view.CacheFigures.SiteLine;
import org.deploynet.desktop.window.parts.Parts;
import org.kordamp.ikonli.feather.Feather;

/** One site: what is kept of it. JavaFX thread only. */
final class SiteRow extends HBox {
    private final Label name = Parts.label("", "site-name");
    private final Tooltip whole = new Tooltip();
    private final Label kept = Parts.label("", "caption");
    private final ProgressBar bar = new ProgressBar();

    SiteRow() {
        getStyleClass().addAll("site", "cache-site");
        name.setTooltip(whole);
        name.setMinWidth(0);
        var words = Parts.column("site-words", name, kept);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(Parts.icon(Feather.GLOBE), words, bar);
    }

    void show(SiteLine site) {
        name.setText(site.name());
        whole.setText(site.name());
        kept.setText(site.kept());
        bar.setProgress(site.fraction());
        bar.setAccessibleText(site.kept());
    }
}
