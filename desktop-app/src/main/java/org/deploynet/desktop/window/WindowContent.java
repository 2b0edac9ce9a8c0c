package org.deploynet.desktop.window;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.NodeOrientation;
import javafx.scene.layout.BorderPane;
import javafx.util.Duration;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.cache.CacheScreen;
import org.deploynet.desktop.window.connections.ConnectionsScreen;
import org.deploynet.desktop.window.earnings.EarningsScreen;
import org.deploynet.desktop.window.limits.LimitsScreen;
import org.deploynet.desktop.window.network.NetworkScreen;
import org.deploynet.desktop.window.overview.OverviewScreen;
import org.deploynet.desktop.window.parts.FxThread;
import org.deploynet.desktop.window.sites.SitesScreen;
import org.deploynet.i18n.Texts;

/** Navigation and the chosen screen. Watches the engine only while attached. JavaFX thread only. */
final class WindowContent extends BorderPane {
    private final EngineView engine;
    private final Texts texts;
    private final Clock clock;
    private final SideNavigation navigation;
    private final PauseTransition second = new PauseTransition(Duration.seconds(1));
    private Screen screen;
    private Optional<EngineView.Watch> watch = Optional.empty();
    private Optional<EngineCondition> latest = Optional.empty();

    WindowContent(EngineView engine, Texts texts, Clock clock) {
        this.engine = engine;
        this.texts = texts;
        this.clock = clock;
        var figures = new Figures(texts, clock.getZone());
        var limits = new LimitsScreen(engine, texts, figures);
        screen = new OverviewScreen(engine, texts, figures, clock, () -> openByItself(limits));
        navigation = new SideNavigation(
                List.of(
                        screen,
                        new EarningsScreen(engine, texts, figures),
                        new SitesScreen(engine, texts, figures),
                        new ConnectionsScreen(engine, texts, figures),
                        new CacheScreen(engine, texts, figures),
                        new NetworkScreen(engine, texts, figures),
                        limits),
                texts,
                this::open);
        getStyleClass().add("window");
        setNodeOrientation(texts.isRightToLeft() ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
        setLeft(navigation);
        open(screen);
        second.setOnFinished(passed -> refresh());
    }

    /** From now on the engine is watched: the window can be seen. */
    void attach() {
        if (watch.isEmpty()) {
            watch = Optional.of(engine.watch(Watching.WINDOW, FxThread.latestTo(this::take)));
        }
    }

    /** Nothing is asked of the engine and nothing runs until the next {@link #attach}. */
    void detach() {
        watch.ifPresent(EngineView.Watch::close);
        watch = Optional.empty();
        second.stop();
    }

    private void open(Screen chosen) {
        screen = chosen;
        setCenter(screen.node());
        refresh();
    }

    private void openByItself(Screen chosen) {
        navigation.choose(chosen);
        open(chosen);
    }

    private void take(EngineCondition condition) {
        // One may still be on its way when the window is hidden.
        if (watch.isPresent()) {
            latest = Optional.of(condition);
            refresh();
        }
    }

    private void refresh() {
        latest.ifPresent(condition -> {
            screen.show(condition, clock.instant());
            showNetwork(condition);
            countDown(condition);
        });
    }

    // An engine that runs brings a snapshot twice a second; only while none does, seconds are counted here.
    private void countDown(EngineCondition condition) {
        if (condition instanceof EngineCondition.Restarting) {
            second.playFromStart();
        } else {
            second.stop();
        }
    }

    private void showNetwork(EngineCondition condition) {
        if (condition instanceof EngineCondition.Running(EngineSnapshot snapshot)) {
            navigation.show(OverviewFigures.Network.of(snapshot.signaling(), texts));
        } else {
            navigation.showNoNetwork();
        }
    }
}
