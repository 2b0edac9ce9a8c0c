package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.Looks.draw;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.application.ColorScheme;
import org.deploynet.desktop.supervise.EngineCondition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

/** The window in each condition, language, appearance and size, as the Overview shows it. */
final class OverviewLooksTest {
    @BeforeAll
    static void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void everyConditionFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, EngineCondition> each :
                    SampleConditions.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    clipped.addAll(draw(each.getKey(), each.getValue(), language, scheme, 1120, 720, 1));
                    clipped.addAll(draw(each.getKey(), each.getValue(), language, scheme, 900, 600, 1));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void drawsForFineAndForWideScreens() throws Exception {
        EngineCondition sharing = SampleConditions.running();

        assertEquals(List.of(), draw("sharing", sharing, "en", ColorScheme.LIGHT, 1120, 720, 2));
        assertEquals(List.of(), draw("sharing", sharing, "ar", ColorScheme.DARK, 3840, 2160, 1));
    }
}
