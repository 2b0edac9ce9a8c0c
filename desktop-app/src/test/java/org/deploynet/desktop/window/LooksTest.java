package org.deploynet.desktop.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.window.Looks.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

/** Each screen but the Overview in each state, language, appearance and size. */
final class LooksTest {
    private static final List<String> LANGUAGES = List.of("en", "de", "ar");

    /** All of a test’s, to be seen at once. */
    private final List<String> clipped = new ArrayList<>();

    @BeforeAll
    static void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void everyStateOfTheCacheFitsInEveryLanguageAndSize() throws Exception {
        for (String language : LANGUAGES) {
            for (Map.Entry<String, Optional<CacheReport>> each :
                    SampleReports.all().entrySet()) {
                var engine = new FixedEngine(SampleConditions.running(), each.getValue());
                fits("cache", each.getKey(), engine, language, View.light(1120, 1240), View.dark(900, 600));
            }
        }
    }

    @Test
    void everyStateOfTheLimitsFitsInEveryLanguageAndSize() throws Exception {
        var conditions = Map.of("limits", SampleConditions.running(), "limits-automatic", SampleConditions.automatic());
        for (String language : LANGUAGES) {
            for (Map.Entry<String, EngineCondition> each : conditions.entrySet()) {
                var engine = new FixedEngine(each.getValue()).share(Optional.of(SampleSharing.planned()));
                fits("limits", each.getKey(), engine, language, View.light(1120, 1080));
            }
            for (Map.Entry<String, Optional<SharingReport>> each :
                    SampleSharing.all().entrySet()) {
                var engine = new FixedEngine(SampleConditions.unmeasured()).share(each.getValue());
                fits("limits", each.getKey(), engine, language, View.dark(900, 1180));
            }
        }
    }

    @Test
    void whatSomebodyTypesAndSelectsFitsInEveryLanguage() throws Exception {
        for (String language : LANGUAGES) {
            try (Looks window = Looks.open(new FixedEngine(SampleConditions.running()), language)) {
                window.choose("limits");
                window.on(scene -> {
                    write(scene, "limits-upload", "12 Mbit/s");
                    write(scene, "limits-download", "9 kB/s");
                    write(scene, "data-cap", "250");
                    write(scene, "program-name", "/usr/bin/obs");
                    scene.lookup("#week").requestFocus();
                });
                clipped.addAll(window.look("limits-typing", View.light(900, 1400), View.dark(900, 1400)));
            }
        }
    }

    private static void write(Scene scene, String id, String text) {
        ((TextField) scene.lookup("#" + id)).setText(text);
    }

    @Test
    void theConnectionsFitInEveryLanguageAndSize() throws Exception {
        for (String language : LANGUAGES) {
            var engine = new FixedEngine(SampleConditions.running());
            fits("connections", "connections", engine, language, View.light(1120, 600), View.dark(900, 600));
            var lonely = new FixedEngine(SampleConditions.running()).serve(List.of());
            fits("connections", "connections-empty", lonely, language, View.light(1120, 600), View.dark(900, 600));
        }
    }

    @Test
    void theEarningsFitInEveryLanguageAndSize() throws Exception {
        for (String language : LANGUAGES) {
            for (Map.Entry<String, Optional<EarningsReport>> each :
                    SampleEarnings.all().entrySet()) {
                var engine = new FixedEngine(SampleConditions.running()).earning(each.getValue());
                fits("earnings", each.getKey(), engine, language, View.light(1120, 1600), View.dark(900, 860));
            }
        }
    }

    @Test
    void theSitesFitInEveryLanguageAndSize() throws Exception {
        for (String language : LANGUAGES) {
            for (Map.Entry<String, Optional<SitesReport>> each :
                    SampleSites.all().entrySet()) {
                var engine = new FixedEngine(SampleConditions.running()).serving(each.getValue());
                fits("sites", each.getKey(), engine, language, View.light(1120, 720), View.dark(900, 720));
            }
        }
    }

    @Test
    void aChosenSiteAndTheQuestionFitInEveryLanguage() throws Exception {
        for (String language : LANGUAGES) {
            try (Looks window = Looks.open(new FixedEngine(SampleConditions.running()), language)) {
                window.choose("sites");
                window.on(scene -> {
                    ((TableView<?>) scene.lookup("#sites")).getSelectionModel().select(0);
                    ((Button) scene.lookup("#site-block")).fire();
                });
                clipped.addAll(window.look("sites-question", View.light(1120, 1000), View.dark(900, 1000)));
            }
        }
    }

    @Test
    void everyClassOfNetworkFitsInEveryLanguageAndSize() throws Exception {
        for (String language : LANGUAGES) {
            for (Map.Entry<String, Optional<NetworkReport>> each :
                    SampleNetworks.all().entrySet()) {
                var engine = new FixedEngine(SampleConditions.running()).reached(each.getValue());
                fits("network", each.getKey(), engine, language, View.light(1120, 1400), View.dark(900, 1500));
            }
        }
    }

    @Test
    void whatTheNetworkMakesOfItFitsInEveryLanguageAndSize() throws Exception {
        Map<String, Reputation> words = Map.of(
                "reputation-good", SampleReputations.good(),
                "reputation-newcomer", SampleReputations.newcomer(),
                "reputation-demoted", SampleReputations.demoted());
        EngineSnapshot sharing = SampleConditions.running().figures().orElseThrow();
        for (String language : LANGUAGES) {
            for (Map.Entry<String, Reputation> each : words.entrySet()) {
                var engine = new FixedEngine(new EngineCondition.Running(sharing.reputed(each.getValue())))
                        .reached(Optional.of(SampleNetworks.open()));
                fits("network", each.getKey(), engine, language, View.light(1120, 1700), View.dark(900, 1800));
            }
        }
    }

    @AfterEach
    void nothingIsCut() {
        assertEquals(List.of(), clipped);
    }

    private void fits(String screen, String name, FixedEngine engine, String language, View... views) throws Exception {
        clipped.addAll(Looks.look(screen, name, engine, language, views));
    }
}
