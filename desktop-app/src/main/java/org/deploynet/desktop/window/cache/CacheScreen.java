package org.deploynet.desktop.window.cache;

import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;
import org.deploynet.control.CacheReport;
import org.deploynet.control.PeerControl;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.CacheFigures;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Questions;
import org.deploynet.desktop.window.parts.ScreenFrame;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The disk cache: how it does, how full it is, what it is good for. JavaFX thread only. */
public final class CacheScreen implements Screen {
    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final Questions<CacheReport> questions;
    private final FillCard fill;
    private final LimitsCard limits;
    private final CheckCard check;
    private final PlaceCard place;
    private final PolicyCard policy;
    private final CacheSites sites;
    private final ScreenFrame frame;
    private Optional<CacheReport> latest = Optional.empty();

    public CacheScreen(EngineView engine, Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.questions = new Questions<>(engine, PeerControl::cache, this::take, this::failed);
        this.fill = new FillCard(texts);
        var telling = new Telling(engine, texts, questions);
        this.limits = new LimitsCard(texts, telling);
        this.check = new CheckCard(texts, telling);
        this.place = new PlaceCard(texts, telling);
        this.policy = new PolicyCard(texts, telling);
        this.sites = new CacheSites(texts, telling);
        var body = Parts.column("screen-body", fill, pair(limits, check), pair(policy, place), sites);
        this.frame = new ScreenFrame("cache", texts, Parts.scrolling(body));
    }

    private static GridPane pair(Node left, Node right) {
        return Parts.columns("cards", left, right);
    }

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public Ikon icon() {
        return Feather.DATABASE;
    }

    @Override
    public Node node() {
        return frame;
    }

    @Override
    public void show(EngineCondition condition, Instant now) {
        condition.figures().ifPresentOrElse(snapshot -> ask(snapshot.at()), () -> {
            frame.show(conditions.of(condition, now));
            frame.showOld(latest.map(old -> texts.get("desktop.overview.stale", figures.moment(old.at(), now)))
                    .orElse(texts.get("desktop.overview.no-figures")));
        });
    }

    private void ask(Instant now) {
        frame.showWaiting();
        questions.take(now);
    }

    private void take(CacheReport report) {
        latest = Optional.of(report);
        CacheFigures shown = CacheFigures.of(report, texts, figures);
        frame.showKnown(shown.health());
        fill.show(shown);
        limits.show(shown.limits());
        check.show(shown.check());
        place.show(shown.place());
        policy.show(shown.policy());
        sites.show(shown.sites());
    }

    private void failed(Throwable failure) {
        frame.showOld(texts.get("desktop.cache.unanswered", FailureWords.of(failure)));
    }
}
