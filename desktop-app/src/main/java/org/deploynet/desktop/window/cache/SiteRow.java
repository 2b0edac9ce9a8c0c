package org.deploynet.desktop.window.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.deploynet.desktop.view.CacheFigures.SiteLine;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** One site: what is kept of it, whether that always stays, and the most it may take. JavaFX thread only. */
final class SiteRow extends HBox {
    private static final List<Integer> USUAL_SHARES = List.of(5, 10, 25, 50, 75);
    /** Stands for no bound of its own: a choice in a list cannot be absent. */
    private static final int NO_BOUND = 0;

    private final Texts texts;
    private final Label name = Parts.label("", "site-name");
    private final Tooltip whole = new Tooltip();
    private final Label kept = Parts.label("", "caption");
    private final ProgressBar bar = new ProgressBar();
    private final CheckBox pin = new CheckBox();
    private final ComboBox<Integer> share = new ComboBox<>();
    private boolean showing;

    SiteRow(String site, Texts texts, Telling telling, Paragraph refusal) {
        this.texts = texts;
        getStyleClass().addAll("site", "cache-site");
        name.setTooltip(whole);
        name.setMinWidth(0);
        var words = Parts.column("site-words", name, kept);
        // The name may be cut, its tooltip has all of it; the bar gives way to the rest.
        kept.setMinWidth(USE_PREF_SIZE);
        bar.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        pin.setText(texts.get("desktop.cache.site.pin"));
        pin.setMinWidth(USE_PREF_SIZE);
        pin.getStyleClass().add("site-pin");
        pin.setOnAction(pressed -> telling.tell(engine -> engine.pin(site, pin.isSelected()), refusal));
        share.getStyleClass().add("site-share");
        share.setConverter(new ShareWords());
        share.setMinWidth(USE_PREF_SIZE);
        share.setOnAction(chosen -> {
            if (!showing) {
                Optional<Integer> most = Optional.of(share.getValue()).filter(percent -> percent != NO_BOUND);
                telling.tell(engine -> engine.capShare(site, most), refusal);
            }
        });
        getChildren().addAll(Parts.icon(Feather.GLOBE), words, bar, pin, share);
    }

    void show(SiteLine site) {
        name.setText(site.name());
        whole.setText(site.name());
        kept.setText(site.kept());
        bar.setProgress(site.fraction());
        bar.setAccessibleText(site.kept());
        pin.setSelected(site.pinned());
        pin.setAccessibleText(texts.get("desktop.cache.site.pin.of", site.name()));
        share.setAccessibleText(texts.get("desktop.cache.site.share.of", site.name()));
        showShare(site.sharePercent().orElse(NO_BOUND));
    }

    // A choice the owner is looking at is not changed under their eyes.
    private void showShare(int percent) {
        if (share.isShowing() || (share.getItems().contains(percent) && share.getValue() == percent)) {
            return;
        }
        showing = true;
        var choices = new ArrayList<Integer>(List.of(NO_BOUND));
        choices.addAll(USUAL_SHARES);
        if (!choices.contains(percent)) {
            choices.add(percent);
        }
        share.getItems().setAll(choices);
        share.setValue(percent);
        showing = false;
    }

    private final class ShareWords extends StringConverter<Integer> {
        @Override
        public String toString(Integer percent) {
            return percent == null || percent == NO_BOUND
                    ? texts.get("desktop.cache.site.share.none")
                    : texts.get("desktop.cache.site.share", percent);
        }

        @Override
        public Integer fromString(String text) {
            throw new UnsupportedOperationException(text);
        }
    }
}
