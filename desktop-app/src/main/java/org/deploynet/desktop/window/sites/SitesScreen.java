package org.deploynet.desktop.window.sites;

import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.deploynet.control.PeerControl;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.Headline;
import org.deploynet.desktop.view.SitesFigures;
import org.deploynet.desktop.view.SitesFigures.Line;
import org.deploynet.desktop.view.Tone;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Questions;
import org.deploynet.desktop.window.parts.ScreenFrame;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The sites that are served, and those that are not by the owner's word. JavaFX thread only. */
public final class SitesScreen implements Screen {
    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<SitesReport> questions;
    private final Paragraph none;
    private final Paragraph hint;
    private final Paragraph more = new Paragraph("", "caption");
    private final SiteTable table;
    private final SiteCard card;
    private final UnpaidCard unpaid;
    private final DenylistsCard denylists;
    private final ScreenFrame frame;
    private Headline condition = new Headline(Tone.STARTING, "", "", false, "");

    public SitesScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::sites, this::take, this::failed);
        var telling = new Telling(engine, texts, questions);
        this.table = new SiteTable(texts);
        this.card = new SiteCard(texts, figures, telling);
        this.unpaid = new UnpaidCard(texts, telling);
        this.denylists = new DenylistsCard(texts, telling);
        this.none = new Paragraph(texts.get("desktop.sites.none"));
        none.setId("sites-none");
        this.hint = new Paragraph(texts.get("desktop.sites.hint"), "caption");
        VBox list = Parts.column("card", none, table, more, hint);
        list.getStyleClass().add("form-card");
        table.getSelectionModel().selectedItemProperty().subscribe(chosen -> showChosen());
        table.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.DELETE) {
                card.ask(SiteQuestion.What.PURGE);
            }
        });
        this.frame = new ScreenFrame(
                "sites", texts, Parts.scrolling(Parts.column("screen-body", list, card, unpaid, denylists)));
    }

    @Override
    public String name() {
        return "sites";
    }

    @Override
    public Ikon icon() {
        return Feather.LAYOUT;
    }

    @Override
    public Node node() {
        return frame;
    }

    @Override
    public void show(EngineCondition now, Instant at) {
        condition = conditions.of(now, at);
        now.figures()
                .ifPresentOrElse(
                        snapshot -> {
                            frame.showWaiting();
                            questions.take(snapshot.at());
                        },
                        () -> {
                            frame.show(condition);
                            frame.showOld(
                                    texts.get(frame.isKnown() ? "desktop.sites.old" : "desktop.overview.no-figures"));
                        });
    }

    private void take(SitesReport report) {
        SitesFigures shown = SitesFigures.of(report, texts, figures);
        boolean empty = shown.lines().isEmpty();
        frame.showKnown(new Headline(condition.tone(), shown.title(), condition.reason(), false, ""));
        table.show(shown.lines());
        more.setText(shown.more());
        Parts.show(none, empty);
        Parts.show(table, !empty);
        Parts.show(more, !shown.more().isEmpty());
        unpaid.show(shown.servesUnpaid());
        denylists.show(shown.denylists());
        showChosen();
    }

    private void showChosen() {
        Optional<Line> chosen = table.chosen();
        card.show(chosen);
        Parts.show(hint, chosen.isEmpty() && table.isVisible());
    }

    private void failed(Throwable failure) {
        frame.showOld(texts.get("desktop.sites.unanswered", FailureWords.of(failure)));
    }
}
