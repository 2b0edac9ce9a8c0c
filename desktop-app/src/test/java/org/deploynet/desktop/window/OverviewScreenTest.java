package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;

import java.util.Locale;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

/** What the Overview says of the upload over time. */
final class OverviewScreenTest {
    @Test
    void theGraphHasTheLimitThatCountsNow() throws Exception {
        var engine = new FixedEngine(SampleConditions.running());
        try (ScreenProbe screen = ScreenProbe.open(engine, Locale.US, "overview")) {
            Label limit = screen.find(Label.class, "graph-limit");
            until(() -> limit.getText().startsWith("Upload limit 5.0\u00a0MB/s"));

            engine.become(SampleConditions.all().getOrDefault("limited-by-rule", SampleConditions.running()));
            until(() -> limit.getText().startsWith("Upload limit 1.3\u00a0MB/s"));
        }
    }
}
