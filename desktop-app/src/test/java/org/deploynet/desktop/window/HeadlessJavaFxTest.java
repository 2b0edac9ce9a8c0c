package org.deploynet.desktop.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
final class HeadlessJavaFxTest {
    private int clicks;

    @Start
    void start(Stage stage) {
        var button = new Button("go");
        button.setOnAction(click -> clicks++);
        stage.setScene(new Scene(button));
        stage.show();
    }

    @Test
    void clicksWithoutADisplayOnTheModulePath(FxRobot robot) {
        robot.clickOn("go");

        assertEquals(1, clicks);
        assertTrue(JavaFxWindow.class.getModule().isNamed());
    }
}
