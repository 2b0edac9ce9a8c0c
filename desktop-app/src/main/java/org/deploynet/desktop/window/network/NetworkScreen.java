package org.deploynet.desktop.window.network;

import java.time.Instant;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.deploynet.control.PeerControl;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.Headline;
import org.deploynet.desktop.view.NetworkFigures;
import org.deploynet.desktop.view.Tone;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Questions;
import org.deploynet.desktop.window.parts.ScreenHeader;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** How browsers can reach this machine: in plain words, what was seen, what would help. JavaFX thread only. */
public final class NetworkScreen implements Screen {
    private static final PseudoClass OLD = PseudoClass.getPseudoClass("old");

    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<NetworkReport> questions;
    private final ScreenHeader header = new ScreenHeader("network");
    private final Paragraph stale = new Paragraph("", "stale");
    private final SeenCard seen;
    private final HelpCard help;
    private final ScrollPane scroll;
    private final VBox node;
    private boolean isKnown;
    private Instant now = Instant.EPOCH;

    public NetworkScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::network, this::take, this::failed);
        this.seen = new SeenCard(texts);
        this.help = new HelpCard(texts, new Telling(engine, texts, questions));
        this.scroll = Parts.scrolling(Parts.column("screen-body", seen, help));
        this.node = Parts.column("screen", header, stale, scroll);
        stale.getStyleClass().add("stale-place");
        Parts.show(stale, false);
        Parts.show(scroll, false);
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Ikon icon() {
        return Feather.GLOBE;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(EngineCondition condition, Instant at) {
        now = at;
        condition.figures().ifPresentOrElse(snapshot -> ask(snapshot.at()), () -> {
            header.show(conditions.of(condition, at));
            showOld(texts.get(isKnown ? "desktop.network.old" : "desktop.overview.no-figures"));
        });
    }

    private void ask(Instant at) {
        if (!isKnown) {
            header.show(new Headline(
                    Tone.STARTING, texts.get("desktop.screen.network"), texts.get("desktop.chart.waiting"), false, ""));
        }
        questions.take(at);
    }

    private void take(NetworkReport report) {
        isKnown = true;
        var shown = NetworkFigures.of(report, now, texts, figures);
        header.show(shown.health());
        seen.show(shown.seen());
        Parts.show(seen, !shown.seen().isEmpty());
        help.show(shown);
        Parts.show(scroll, true);
        Parts.show(stale, false);
        scroll.pseudoClassStateChanged(OLD, false);
    }

    private void failed(Throwable failure) {
        showOld(texts.get("desktop.network.unanswered", FailureWords.of(failure)));
    }

    // What was seen stays, marked as old.
    private void showOld(String why) {
        stale.setText(why);
        Parts.show(stale, true);
        Parts.show(scroll, isKnown);
        scroll.pseudoClassStateChanged(OLD, true);
    }
}
