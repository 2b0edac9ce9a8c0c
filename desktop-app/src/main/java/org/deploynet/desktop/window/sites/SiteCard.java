package org.deploynet.desktop.window.sites;

import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.deploynet.control.sites.Removal;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.SitesFigures.Choices;
import org.deploynet.desktop.view.SitesFigures.Line;
import org.deploynet.desktop.window.parts.FactRows;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.desktop.window.sites.SiteQuestion.What;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The chosen site: all that is known of it, and what can be decided about it. JavaFX thread only. */
final class SiteCard extends VBox {
    private static final double LABEL_WIDTH = 110;

    private final Texts texts;
    private final Figures figures;
    private final Telling telling;
    private final Label name = Parts.label("", "section-title");
    private final FactRows rows = new FactRows("site-detail", LABEL_WIDTH);
    private final Button block;
    private final Button allow;
    private final Button purge;
    private final Button pin;
    private final SiteQuestion question;
    private final Paragraph done = new Paragraph("", "caption");
    private final Paragraph refusal = Telling.refusal();
    private Optional<Line> line = Optional.empty();

    SiteCard(Texts texts, Figures figures, Telling telling) {
        this.texts = texts;
        this.figures = figures;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        setId("site");
        name.setMinWidth(0);
        block = button("site-block", "desktop.sites.block", Feather.SLASH);
        allow = button("site-allow", "desktop.sites.allow", Feather.CHECK);
        purge = button("site-purge", "desktop.sites.purge", Feather.TRASH_2);
        pin = button("site-pin", "desktop.sites.pin", Feather.LOCK);
        block.setOnAction(pressed -> ask(What.BLOCK));
        purge.setOnAction(pressed -> ask(What.PURGE));
        allow.setOnAction(pressed -> line.ifPresent(site -> telling.ask(
                engine -> {
                    engine.allow(site.site());
                    return texts.get("desktop.sites.allowed", site.name());
                },
                this::say,
                refusal)));
        pin.setOnAction(pressed -> line.ifPresent(site ->
                telling.tell(engine -> engine.pin(site.site(), !site.choices().pinned()), refusal)));
        question = new SiteQuestion(texts, this::order);
        done.setId("site-done");
        getChildren()
                .addAll(
                        name,
                        rows,
                        Parts.row("form-buttons", block, allow, purge, pin),
                        question.node(),
                        done,
                        refusal);
        show(Optional.empty());
    }

    private Button button(String id, String key, Ikon icon) {
        var button = new Button(texts.get(key), Parts.icon(icon));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    /** Nothing is shown while none is chosen. */
    void show(Optional<Line> chosen) {
        boolean another = !chosen.map(Line::site).equals(line.map(Line::site));
        line = chosen;
        Parts.show(this, chosen.isPresent());
        if (another) {
            question.forget();
            Parts.show(done, false);
            Parts.show(refusal, false);
        }
        chosen.ifPresent(this::show);
    }

    private void show(Line site) {
        name.setText(site.name());
        rows.show(site.details());
        Choices choices = site.choices();
        Parts.show(block, !choices.blocked());
        Parts.show(allow, choices.allowable());
        purge.setDisable(!choices.purgeable());
        pin.setText(texts.get(choices.pinned() ? "desktop.sites.unpin" : "desktop.sites.pin"));
    }

    /** Asks whether that is meant; also for the key that deletes. */
    void ask(What what) {
        line.filter(site -> what == What.PURGE
                        ? site.choices().purgeable()
                        : !site.choices().blocked())
                .ifPresent(site -> question.ask(what, site));
    }

    private void order(What what, String site, boolean keep) {
        String called = name.getText();
        telling.ask(
                engine -> switch (what) {
                    case BLOCK -> words("block", called, engine.block(site, keep), keep);
                    case PURGE -> words("purge", called, engine.purge(site), false);
                },
                this::say,
                refusal);
    }

    private String words(String what, String called, Removal removal, boolean kept) {
        String how = kept ? "kept" : removal.done() ? "done" : "begun";
        return texts.get(
                "desktop.sites." + what + "." + how,
                called,
                figures.size(removal.bytes()).text());
    }

    private void say(String words) {
        done.setText(words);
        Parts.show(done, true);
    }
}
