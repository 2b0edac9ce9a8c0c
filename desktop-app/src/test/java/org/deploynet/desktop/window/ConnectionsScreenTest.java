package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.onFx;
import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** What the Connections screen shows of each browser, and that one can be sent away. */
final class ConnectionsScreenTest {
    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private final FxRobot robot = new FxRobot();
    private ScreenProbe screen;

    @BeforeEach
    void opensTheScreen() throws Exception {
        screen = ScreenProbe.open(engine, Locale.US, "connections");
        until(() -> screen.paragraph("connections-sentence").equals("5 browsers connected"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void closes() {
        screen.close();
    }

    @Test
    void eachBrowserIsARowByItsSitesName() {
        assertEquals("museum-archive.example, 1 h 30 min, 1.1\u00a0MB/s, 812.0\u00a0MB, 14, –", row(0));
        assertEquals("museum-archive.example, 5 min, 0\u00a0B/s, 41.0\u00a0MB, 0, receipt owed", row(2));
        assertEquals("01234567, 2 s, 0\u00a0B/s, 16.4\u00a0kB, 1, –", row(4));
        assertEquals(List.of(), engine.orders());
    }

    @Test
    void aRelayedLinkSaysSoAndAnotherSaysNothing() {
        assertTrue(row(1).endsWith(", 6, relayed"), row(1));
        assertTrue(row(3).endsWith(", 22, –"), row(3));
        assertTrue(row(4).endsWith(", 1, –"), row(4));
    }

    @Test
    void theChosenOneIsSentAway() {
        assertTrue(screen.find(Button.class, "connection-close").isDisabled());
        onFx(() -> table().getSelectionModel().select(1));
        screen.press("connection-close");

        until(() -> engine.orders().equals(List.of("disconnect c2")));
    }

    @Test
    void keysAloneSendOneAway() {
        onFx(() -> {
            table().requestFocus();
            table().getSelectionModel().select(0);
        });
        robot.type(KeyCode.DOWN, 2).type(KeyCode.DELETE);

        until(() -> engine.orders().equals(List.of("disconnect c3")));
    }

    @Test
    void orderAndChoiceStayWhileTheFiguresChange() {
        onFx(() -> {
            TableColumn<Object, ?> sent = table().getColumns().get(3);
            table().getSortOrder().setAll(List.of(sent));
            table().getSelectionModel().select(2);
        });
        assertEquals("museum-archive.example, 5 min, 0\u00a0B/s, 41.0\u00a0MB, 0, receipt owed", row(2));
        engine.serve(SampleSharing.browsersLater());
        engine.become(SampleConditions.later());

        until(() -> row(1).contains("43.0"));
        assertEquals("opencourse.example:8443, 16 s, 380\u00a0kB/s, 4.2\u00a0MB, 22, –", row(0));
        assertEquals("museum-archive.example, 5 min, 2.0\u00a0MB/s, 43.0\u00a0MB, 4, –", row(1));
        screen.press("connection-close");
        until(() -> engine.orders().equals(List.of("disconnect c3")));
    }

    @Test
    void nobodyIsThere() {
        engine.serve(List.of());
        engine.become(SampleConditions.later());

        until(() -> screen.shows("connections-none"));
        assertFalse(screen.shows("connections"));
        assertFalse(screen.shows("connection-close"));
        assertEquals("0 browsers connected", screen.paragraph("connections-sentence"));
    }

    @Test
    void aRefusalStandsOnTheScreen() {
        engine.refuse("there is no such connection any more");
        onFx(() -> table().getSelectionModel().select(0));
        screen.press("connection-close");

        until(() -> robot.lookup("The engine did not take it: there is no such connection any more")
                .tryQuery()
                .isPresent());
    }

    @SuppressWarnings("unchecked")
    private TableView<Object> table() {
        return screen.find(TableView.class, "connections");
    }

    private String row(int index) {
        return String.join(
                ", ",
                table().getColumns().stream()
                        .map(column -> Optional.ofNullable(column.getCellData(index))
                                .map(String::valueOf)
                                .orElse(""))
                        .toList());
    }
}
