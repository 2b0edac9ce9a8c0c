package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.Looks.drawScreen;
import static org.deploynet.desktop.window.Looks.open;
import static org.deploynet.desktop.window.Looks.photograph;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.deploynet.control.CacheReport;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sites.SitesReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** Each screen but the Overview in each state, language, appearance and size. */
final class LooksTest {
    @BeforeAll
    static void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void everyStateOfTheCacheFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<CacheReport>> each :
                    SampleReports.all().entrySet()) {
                clipped.addAll(drawCache(each.getKey(), each.getValue(), language, ColorScheme.LIGHT, 1120, 1240));
                clipped.addAll(drawCache(each.getKey(), each.getValue(), language, ColorScheme.DARK, 900, 600));
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void everyStateOfTheLimitsFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (var each : Map.of(
                            "limits", SampleConditions.running(), "limits-automatic", SampleConditions.automatic())
                    .entrySet()) {
                var engine = new FixedEngine(each.getValue()).share(Optional.of(SampleSharing.planned()));
                clipped.addAll(drawScreen("limits", each.getKey(), engine, language, ColorScheme.LIGHT, 1120, 1080));
            }
            for (Map.Entry<String, Optional<SharingReport>> each :
                    SampleSharing.all().entrySet()) {
                clipped.addAll(drawLimits(each.getKey(), each.getValue(), language, ColorScheme.DARK, 900, 1180));
            }
        }
        assertEquals(List.of(), clipped);
    }

    private static List<String> drawLimits(
            String name,
            Optional<SharingReport> report,
            String language,
            ColorScheme scheme,
            double width,
            double height)
            throws Exception {
        var engine = new FixedEngine(SampleConditions.unmeasured()).share(report);
        return drawScreen("limits", name, engine, language, scheme, width, height);
    }

    @Test
    void whatSomebodyTypesAndSelectsFitsInEveryLanguage() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (ColorScheme scheme : ColorScheme.values()) {
                var engine = new FixedEngine(SampleConditions.running());
                Stage stage = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> open(engine, language, scheme, 900, 1400));
                WaitForAsyncUtils.waitForAsyncFx(
                        20_000, () -> ((ToggleButton) stage.getScene().lookup("#open-limits")).fire());
                WaitForAsyncUtils.waitForFxEvents();
                WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                    write(stage, "limits-upload", "12 Mbit/s");
                    write(stage, "limits-download", "9 kB/s");
                    write(stage, "data-cap", "250");
                    write(stage, "program-name", "/usr/bin/obs");
                    stage.getScene().lookup("#week").requestFocus();
                });
                clipped.addAll(photograph(stage, "limits-typing", language, scheme, 900, 1400, 1));
            }
        }
        assertEquals(List.of(), clipped);
    }

    private static void write(Stage stage, String id, String text) {
        ((TextField) stage.getScene().lookup("#" + id)).setText(text);
    }

    @Test
    void theConnectionsFitInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (boolean empty : new boolean[] {false, true}) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    clipped.addAll(drawScreen(
                            "connections",
                            empty ? "connections-empty" : "connections",
                            new FixedEngine(SampleConditions.running())
                                    .serve(empty ? List.of() : SampleSharing.browsers()),
                            language,
                            scheme,
                            scheme == ColorScheme.LIGHT ? 1120 : 900,
                            600));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void theEarningsFitInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<EarningsReport>> each :
                    SampleEarnings.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    var engine = new FixedEngine(SampleConditions.running()).earning(each.getValue());
                    double width = scheme == ColorScheme.LIGHT ? 1120 : 900;
                    clipped.addAll(drawScreen("earnings", each.getKey(), engine, language, scheme, width, 860));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void theSitesFitInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<SitesReport>> each :
                    SampleSites.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    var engine = new FixedEngine(SampleConditions.running()).serving(each.getValue());
                    double width = scheme == ColorScheme.LIGHT ? 1120 : 900;
                    clipped.addAll(drawScreen("sites", each.getKey(), engine, language, scheme, width, 720));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void aChosenSiteAndTheQuestionFitInEveryLanguage() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (ColorScheme scheme : ColorScheme.values()) {
                var engine = new FixedEngine(SampleConditions.running());
                double width = scheme == ColorScheme.LIGHT ? 1120 : 900;
                Stage stage =
                        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> open(engine, language, scheme, width, 1000));
                WaitForAsyncUtils.waitForAsyncFx(
                        20_000, () -> ((ToggleButton) stage.getScene().lookup("#open-sites")).fire());
                WaitForAsyncUtils.waitForFxEvents();
                WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
                    ((TableView<?>) stage.getScene().lookup("#sites"))
                            .getSelectionModel()
                            .select(0);
                    ((Button) stage.getScene().lookup("#site-block")).fire();
                });
                clipped.addAll(photograph(stage, "sites-question", language, scheme, width, 1000, 1));
            }
        }
        assertEquals(List.of(), clipped);
    }

    @Test
    void everyClassOfNetworkFitsInEveryLanguageAndSize() throws Exception {
        var clipped = new ArrayList<String>();
        for (String language : List.of("en", "de", "ar")) {
            for (Map.Entry<String, Optional<NetworkReport>> each :
                    SampleNetworks.all().entrySet()) {
                for (ColorScheme scheme : ColorScheme.values()) {
                    var engine = new FixedEngine(SampleConditions.running()).reached(each.getValue());
                    boolean isWhole = scheme == ColorScheme.LIGHT;
                    double width = isWhole ? 1120 : 900;
                    double height = isWhole ? 1400 : 1500;
                    clipped.addAll(drawScreen("network", each.getKey(), engine, language, scheme, width, height));
                }
            }
        }
        assertEquals(List.of(), clipped);
    }

    private static List<String> drawCache(
            String name, Optional<CacheReport> report, String language, ColorScheme scheme, double width, double height)
            throws Exception {
        var engine = new FixedEngine(SampleConditions.running(), report);
        return drawScreen("cache", name, engine, language, scheme, width, height);
    }
}
