package org.deploynet.desktop.window.network;

import java.time.Instant;
import javafx.scene.Node;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.NetworkFigures;
import org.deploynet.desktop.view.ReputationFigures;
import org.deploynet.desktop.view.StepWords;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Questions;
import org.deploynet.desktop.window.parts.ScreenFrame;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** How browsers can reach this machine: in plain words, what was seen, what would help. JavaFX thread only. */
public final class NetworkScreen implements Screen {
    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<NetworkReport> questions;
    private final SeenCard seen;
    private final HelpCard help;
    private final StepsCard steps;
    private final PortsCard ports;
    private final OwnNetworkCard ownNetwork;
    private final HistoryCard history;
    private final ReputationCard reputation;
    private final ScreenFrame frame;
    private Instant now = Instant.EPOCH;

    public NetworkScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::network, this::take, this::failed);
        this.seen = new SeenCard(texts);
        var telling = new Telling(engine, texts, questions);
        this.help = new HelpCard(texts, telling);
        this.steps = new StepsCard(texts);
        this.ports = new PortsCard(texts, telling);
        this.ownNetwork = new OwnNetworkCard(texts, telling);
        this.history = new HistoryCard(texts);
        this.reputation = new ReputationCard(texts);
        this.frame = new ScreenFrame(
                "network",
                texts,
                Parts.scrolling(
                        Parts.column("screen-body", seen, help, reputation, steps, ports, ownNetwork, history)));
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
        return frame;
    }

    @Override
    public void show(EngineCondition condition, Instant at) {
        now = at;
        condition.figures().ifPresentOrElse(this::ask, () -> {
            frame.show(conditions.of(condition, at));
            frame.showOld(texts.get(frame.isKnown() ? "desktop.network.old" : "desktop.overview.no-figures"));
        });
    }

    private void ask(EngineSnapshot snapshot) {
        reputation.show(snapshot.reputation().map(word -> ReputationFigures.of(word, now, texts, figures)));
        frame.showWaiting();
        questions.take(snapshot.at());
    }

    private void take(NetworkReport report) {
        var shown = NetworkFigures.of(report, now, texts, figures);
        frame.showKnown(shown.health());
        seen.show(shown.seen());
        Parts.show(seen, !shown.seen().isEmpty());
        help.show(shown);
        steps.show(StepWords.of(report, texts));
        ports.show(report.ports().choice());
        ownNetwork.show(report.ownNetwork());
        history.show(shown.history());
        Parts.show(history, !shown.history().isEmpty());
    }

    private void failed(Throwable failure) {
        frame.showOld(texts.get("desktop.network.unanswered", FailureWords.of(failure)));
    }
}
