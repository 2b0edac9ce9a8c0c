package org.deploynet.desktop.window.overview;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.deploynet.control.PeerControl;
import org.deploynet.control.words.PauseWords;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** How long to pause. JavaFX thread only. */
final class PauseMenu extends MenuButton {
    private static final String TOMORROW = "tomorrow";

    private final Consumer<EngineView.Order> tell;

    PauseMenu(Texts texts, Figures figures, Clock clock, Consumer<EngineView.Order> tell) {
        super(texts.get("desktop.action.pause"), Parts.icon(Feather.PAUSE));
        this.tell = tell;
        getStyleClass().add("pause-menu");
        var tomorrow =
                item("", "pause-tomorrow", engine -> engine.pause(Optional.of(toMorning(ZonedDateTime.now(clock)))));
        setOnShowing(opening -> {
            ZonedDateTime now = ZonedDateTime.now(clock);
            String morning = figures.time(now.plus(toMorning(now)).toInstant());
            tomorrow.setText(texts.get("desktop.action.pause.tomorrow", morning));
        });
        getItems()
                .addAll(
                        item(
                                texts.get("desktop.action.pause.quarter"),
                                "pause-quarter",
                                lasting(Duration.ofMinutes(15))),
                        item(texts.get("desktop.action.pause.hour"), "pause-hour", lasting(Duration.ofHours(1))),
                        item(
                                texts.get("desktop.action.pause.four-hours"),
                                "pause-four-hours",
                                lasting(Duration.ofHours(4))),
                        tomorrow,
                        item(
                                texts.get("desktop.action.pause.until-resumed"),
                                "pause-until-resumed",
                                engine -> engine.pause(Optional.empty())),
                        new SeparatorMenuItem(),
                        item(texts.get("desktop.action.pause.drain"), "pause-drain", PeerControl::drain));
    }

    private MenuItem item(String text, String id, EngineView.Order order) {
        var item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(chosen -> tell.accept(order));
        return item;
    }

    private static EngineView.Order lasting(Duration length) {
        return engine -> engine.pause(Optional.of(length));
    }

    // The engine takes whole seconds: up, so that the pause does not end at 07:59:59.
    private static Duration toMorning(ZonedDateTime now) {
        Duration exact = PauseWords.parse(TOMORROW, now);
        Duration whole = exact.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(exact) ? exact : whole.plusSeconds(1);
    }
}
