package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.Looks.look;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.application.ColorScheme;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.window.Looks.View;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The window in each condition, language, appearance and size, as the Overview shows it. */
final class OverviewLooksTest {
    private static final View[] VIEWS = {
        View.light(1120, 720), View.light(900, 600), View.dark(1120, 720), View.dark(900, 600)
    };

    @BeforeAll
    static void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void everyConditionFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            var engine = new FixedEngine(new EngineCondition.Starting(SampleConditions.NOW));
            try (Looks window = Looks.open(engine, language)) {
                clipped.addAll(window.look("starting", VIEWS));
                for (Map.Entry<String, EngineCondition> each :
                        SampleConditions.all().entrySet()) {
                    if (!(each.getValue() instanceof EngineCondition.Starting)) {
                        // What has no figures of its own shows those of before.
                        engine.become(SampleConditions.running());
                        engine.become(each.getValue());
                        WaitForAsyncUtils.waitForFxEvents();
                        clipped.addAll(window.look(each.getKey(), VIEWS));
                    }
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void drawsForFineAndForWideScreens() throws Exception {
        var engine = new FixedEngine(SampleConditions.running());

        assertEquals(List.of(), look("overview", "sharing", engine, "en", new View(ColorScheme.LIGHT, 1120, 720, 2)));
        assertEquals(List.of(), look("overview", "sharing", engine, "ar", View.dark(3840, 2160)));
    }
}
