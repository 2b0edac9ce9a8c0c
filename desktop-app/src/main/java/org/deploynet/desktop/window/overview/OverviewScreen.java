package org.deploynet.desktop.window.overview;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.ConditionWords;
import org.deploynet.desktop.view.CurveWords;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.Screen;
import org.deploynet.desktop.window.graph.UploadGraph;
import org.deploynet.desktop.window.parts.Explanation;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** What the super-peer does now, why, and what came of it. JavaFX thread only. */
public final class OverviewScreen implements Screen {
    private static final PseudoClass OLD = PseudoClass.getPseudoClass("old");

    private final Texts texts;
    private final Figures figures;
    private final ConditionWords conditions;
    private final StateHeader header;
    private final Paragraph stale = new Paragraph("", "stale");
    private final FigureStrip strip;
    private final UploadGraph graph;
    private final FirstSteps firstSteps;
    private final FigureCard credits;
    private final FigureCard reachability;
    private final FigureCard cache;
    private final ProgressBar cacheFill = new ProgressBar(0);
    private final SitesCard sites;
    private final VBox shared;
    private final ScrollPane scroll;
    private final VBox node;
    private Optional<EngineSnapshot> latest = Optional.empty();

    /** @param toLimits opens the screen on which the owner's rules are */
    public OverviewScreen(EngineView engine, Texts texts, Figures figures, Clock clock, Runnable toLimits) {
        this.texts = texts;
        this.figures = figures;
        this.conditions = new ConditionWords(texts, figures);
        this.header = new StateHeader(engine, texts, figures, clock, toLimits);
        this.strip = new FigureStrip(texts);
        this.graph = new UploadGraph(engine, texts, new CurveWords(texts, figures));
        this.firstSteps = new FirstSteps(texts);
        String explain = texts.get("desktop.action.explain");
        this.credits = new FigureCard(
                "credits",
                texts.get("desktop.overview.credits"),
                Parts.spring(),
                new Explanation(explain, texts.get("desktop.overview.credits.explained")));
        this.reachability = new FigureCard("reachability", texts.get("desktop.overview.nat"));
        this.cache = new FigureCard("cache", texts.get("desktop.overview.cache"));
        this.sites = new SitesCard(texts);
        Parts.show(stale, false);
        stale.getStyleClass().add("stale-place");
        cacheFill.setMaxWidth(Double.MAX_VALUE);
        cache.insert(cacheFill);
        this.shared = Parts.column("card", strip, graph, firstSteps);
        this.scroll = Parts.scrolling(body());
        this.node = Parts.column("screen", header, stale, scroll);
        stale.setId("stale");
    }

    private VBox body() {
        shared.getStyleClass().add("shared-card");
        VBox.setVgrow(graph, Priority.ALWAYS);
        var cards = Parts.columns("cards", credits, reachability, cache);
        return Parts.column("screen-body", shared, cards, sites);
    }

    @Override
    public String name() {
        return "overview";
    }

    @Override
    public Ikon icon() {
        return Feather.HOME;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(EngineCondition condition, Instant now) {
        header.show(conditions.of(condition, now), actions(condition));
        latest = condition.figures().or(() -> latest);
        condition.figures().ifPresentOrElse(this::showSnapshot, () -> showOld(now));
    }

    private void showSnapshot(EngineSnapshot snapshot) {
        OverviewFigures shown = OverviewFigures.of(snapshot, texts, figures);
        Parts.show(scroll, true);
        Parts.show(stale, false);
        scroll.pseudoClassStateChanged(OLD, false);
        strip.show(shown);
        VBox.setVgrow(shared, shown.hasShared() ? Priority.ALWAYS : Priority.NEVER);
        Parts.show(graph, shown.hasShared());
        Parts.show(firstSteps, !shown.hasShared());
        firstSteps.show(shown.steps());
        graph.show(snapshot);
        credits.show(shown.credits());
        reachability.show(shown.reachability());
        cache.show(shown.cache());
        cacheFill.setProgress(shown.cacheFill());
        cacheFill.setAccessibleText(shown.cacheFillSpoken());
        sites.show(shown.sites());
    }

    // The last figures stay, marked as old: they are still what was shared.
    private void showOld(Instant now) {
        Parts.show(scroll, latest.isPresent());
        Parts.show(stale, true);
        stale.setText(latest.map(old -> texts.get("desktop.overview.stale", figures.moment(old.at(), now)))
                .orElse(texts.get("desktop.overview.no-figures")));
        scroll.pseudoClassStateChanged(OLD, true);
    }

    private static StateHeader.Actions actions(EngineCondition condition) {
        return switch (condition) {
            case EngineCondition.Running(EngineSnapshot snapshot) -> {
                boolean resume = snapshot.condition().isForResume();
                boolean starting = snapshot.condition().state() == EngineState.STARTING;
                boolean byRule = snapshot.allowance().level() != SharingLevel.FULL;
                yield new StateHeader.Actions(!resume && !starting, resume, false, byRule && !resume);
            }
            case EngineCondition.GivenUp _, EngineCondition.Restarting _ ->
                new StateHeader.Actions(false, false, true, false);
            case EngineCondition.Starting _, EngineCondition.Quitting _ ->
                new StateHeader.Actions(false, false, false, false);
        };
    }
}
