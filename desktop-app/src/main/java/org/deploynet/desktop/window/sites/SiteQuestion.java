package org.deploynet.desktop.window.sites;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.Region;
import org.deploynet.desktop.view.SitesFigures.Line;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SureQuestion;
import org.deploynet.i18n.Texts;

/** Asks, before something is deleted or blocked, and says what that means. JavaFX thread only. */
final class SiteQuestion {
    private final Texts texts;
    private final CheckBox keep = new CheckBox();
    private final SureQuestion<Asked> question;

    /** What there is to be sure of. */
    enum What {
        BLOCK("desktop.sites.block.question", "desktop.sites.block.yes"),
        PURGE("desktop.sites.purge.question", "desktop.sites.purge.yes");

        private final String question;
        private final String yes;

        What(String question, String yes) {
            this.question = question;
            this.yes = yes;
        }
    }

    private record Asked(What what, String site) {}

    /** What was said yes to; {@code keep} is whether what is on the disk stays. */
    interface Answer {
        void yes(What what, String site, boolean keep);
    }

    SiteQuestion(Texts texts, Answer answer) {
        this.texts = texts;
        keep.setId("site-keep");
        keep.setText(texts.get("desktop.sites.block.keep"));
        keep.setMinWidth(Region.USE_PREF_SIZE);
        question = new SureQuestion<>(
                "site", texts, asked -> answer.yes(asked.what(), asked.site(), keep.isSelected()), keep);
    }

    Node node() {
        return question;
    }

    void ask(What what, Line line) {
        keep.setSelected(false);
        Parts.show(keep, what == What.BLOCK && line.choices().purgeable());
        question.ask(
                new Asked(what, line.site()),
                texts.get(what.question, line.name(), line.choices().keptWords()),
                texts.get(what.yes));
    }

    void forget() {
        question.forget();
    }
}
