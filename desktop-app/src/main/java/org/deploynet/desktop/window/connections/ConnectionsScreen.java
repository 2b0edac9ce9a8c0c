package org.deploynet.desktop.window.connections;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.ConnectionLines;
import org.deploynet.desktop.view.ConnectionLines.Line;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.Headline;
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

/** The browsers served now; one of them can be sent away. JavaFX thread only. */
public final class ConnectionsScreen implements Screen {
    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<List<BrowserConnection>> questions;
    private final Telling telling;
    private final Paragraph none;
    private final Paragraph refusal = Telling.refusal();
    private final ConnectionTable table;
    private final Button close = new Button();
    private final VBox card;
    private final ScreenFrame frame;
    private Optional<EngineSnapshot> snapshot = Optional.empty();
    private Optional<Instant> latest = Optional.empty();
    private Headline condition = new Headline(Tone.STARTING, "", "", false, "");

    public ConnectionsScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::connections, this::take, this::failed);
        this.telling = new Telling(engine, texts, questions);
        this.table = new ConnectionTable(texts);
        this.none = new Paragraph(texts.get("desktop.connections.none"));
        none.setId("connections-none");
        prepareClosing();
        VBox.setVgrow(table, Priority.ALWAYS);
        var note = new Paragraph(texts.get("desktop.connections.close.note"), "caption");
        card = Parts.column("card", none, table, Parts.row("form-buttons", close, note), refusal);
        card.getStyleClass().add("form-card");
        var body = Parts.column("screen-body", card);
        VBox.setVgrow(body, Priority.ALWAYS);
        this.frame = new ScreenFrame("connections", texts, body, card);
    }

    private void prepareClosing() {
        close.setId("connection-close");
        close.setText(texts.get("desktop.connections.close"));
        close.setGraphic(Parts.icon(Feather.X_CIRCLE));
        close.setMinWidth(Button.USE_PREF_SIZE);
        close.setOnAction(pressed -> close());
        table.getSelectionModel().selectedItemProperty().subscribe(chosen -> close.setDisable(chosen == null));
        table.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.DELETE) {
                close();
            }
        });
    }

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public Ikon icon() {
        return Feather.SHARE_2;
    }

    @Override
    public Node node() {
        return frame;
    }

    @Override
    public void show(EngineCondition now, Instant at) {
        condition = conditions.of(now, at);
        snapshot = now.figures().or(() -> snapshot);
        if (latest.isEmpty() || now.figures().isEmpty()) {
            frame.show(condition);
        }
        now.figures()
                .ifPresentOrElse(
                        known -> questions.take(known.at()),
                        () -> frame.showOld(
                                latest.map(old -> texts.get("desktop.overview.stale", figures.moment(old, at)))
                                        .orElse(texts.get("desktop.overview.no-figures"))));
    }

    private void take(List<BrowserConnection> connections) {
        snapshot.ifPresent(known -> {
            latest = Optional.of(known.at());
            ConnectionLines shown = ConnectionLines.of(connections, known, texts, figures);
            frame.showKnown(new Headline(
                    connections.isEmpty() ? condition.tone() : Tone.SHARING,
                    shown.title(),
                    condition.reason(),
                    false,
                    ""));
            table.show(shown.lines());
            VBox.setVgrow(card, connections.isEmpty() ? Priority.NEVER : Priority.ALWAYS);
            Parts.show(none, connections.isEmpty());
            Parts.show(table, !connections.isEmpty());
            Parts.show(close.getParent(), !connections.isEmpty());
        });
    }

    private void close() {
        table.chosen().map(Line::id).ifPresent(id -> telling.tell(engine -> engine.disconnect(id), refusal));
    }

    private void failed(Throwable failure) {
        frame.showOld(texts.get("desktop.connections.unanswered", FailureWords.of(failure)));
    }
}
