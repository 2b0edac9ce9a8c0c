package org.deploynet.desktop.window.limits;

import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.LimitsFigures;
import org.deploynet.desktop.view.WeekWords;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Questions;
import org.deploynet.desktop.window.parts.ScreenFrame;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The owner's rules for how fast, when and how much is shared, and what they say now. JavaFX thread only. */
public final class LimitsScreen implements Screen {
    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<SharingReport> questions;
    private final SpeedCard speed;
    private final WeekCard week;
    private final DataCard data;
    private final WhenCard when;
    private final ScreenFrame frame;
    private Optional<EngineSnapshot> snapshot = Optional.empty();
    private Optional<SharingReport> latest = Optional.empty();

    public LimitsScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::sharing, this::take, this::failed);
        var telling = new Telling(engine, texts, questions);
        this.speed = new SpeedCard(texts, figures, telling);
        this.week = new WeekCard(texts, new WeekWords(texts, figures), telling);
        this.data = new DataCard(texts, figures, telling);
        this.when = new WhenCard(texts, telling);
        var body = Parts.column("screen-body", speed, week, Parts.columns("cards", data, when));
        this.frame = new ScreenFrame("limits", texts, Parts.scrolling(body));
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Ikon icon() {
        return Feather.SLIDERS;
    }

    @Override
    public Node node() {
        return frame;
    }

    @Override
    public void show(EngineCondition condition, Instant now) {
        snapshot = condition.figures().or(() -> snapshot);
        condition.figures().ifPresentOrElse(known -> ask(known.at()), () -> {
            frame.show(conditions.of(condition, now));
            frame.showOld(latest.map(old -> texts.get("desktop.overview.stale", figures.moment(old.at(), now)))
                    .orElse(texts.get("desktop.overview.no-figures")));
        });
    }

    private void ask(Instant now) {
        frame.showWaiting();
        questions.take(now);
    }

    private void take(SharingReport report) {
        latest = Optional.of(report);
        snapshot.ifPresent(usual -> show(report, usual));
    }

    private void show(SharingReport report, EngineSnapshot usual) {
        LimitsFigures shown = LimitsFigures.of(report, usual, texts, figures);
        frame.showKnown(shown.headline());
        speed.show(usual, report.rules().alternative());
        week.show(report.rules().week(), report.at().atZone(figures.zone()));
        data.show(report.rules().dataCap(), shown.data());
        when.show(report.rules(), shown);
    }

    private void failed(Throwable failure) {
        frame.showOld(texts.get("desktop.limits.unanswered", FailureWords.of(failure)));
    }
}
