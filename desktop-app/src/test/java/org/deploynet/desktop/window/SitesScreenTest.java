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
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.deploynet.control.sites.SitesReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Sites screen says of each site, and that nothing is deleted or blocked by one click. */
final class SitesScreenTest {
    private static final String MUSEUM = "5f".repeat(20);
    private static final String UNWANTED = "7b".repeat(20);

    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private ScreenProbe screen;
    private int seconds;

    @BeforeEach
    void opensTheScreen() throws Exception {
        screen = ScreenProbe.open(engine, Locale.US, "sites");
        until(() -> screen.paragraph("sites-sentence").equals("2 sites are served"));
    }

    @AfterEach
    void closes() {
        screen.close();
    }

    private TableView<?> table() {
        return screen.find(TableView.class, "sites");
    }

    private Object cell(int row, String column) {
        return table().getColumns().stream()
                .filter(each -> each.getId().equals("sites-" + column))
                .map(each -> ((TableColumn<?, ?>) each).getCellData(row))
                .findFirst()
                .orElseThrow();
    }

    private String said(String id) {
        return plain(screen.paragraph(id));
    }

    /** A figure and its unit are never parted: as they look. */
    private static String plain(String words) {
        return words.replace('\u00a0', ' ');
    }

    private void choose(int row) {
        onFx(() -> table().getSelectionModel().select(row));
    }

    private void become(Optional<SitesReport> report) {
        engine.serving(report);
        seconds += 2;
        engine.become(SampleConditions.after(seconds));
    }

    @Test
    void eachSiteHasItsFiguresAndItsState() {
        assertEquals(
                List.of("museum-archive.example", "1.3 GB", "218.4 GB", "218.40", "served, pinned"),
                List.of("site", "kept", "shared", "credits", "state").stream()
                        .map(column -> plain(cell(0, column).toString()))
                        .toList());
        assertEquals("blocked by you, kept on disk", cell(2, "state"));
        assertEquals("9d9d9d9d9d9d", cell(4, "site"));
        assertEquals("–", cell(4, "last").toString());
    }

    @Test
    void theChosenOneIsShownCloser() {
        assertFalse(screen.shows("site"));
        choose(0);
        assertTrue(screen.shows("site"));
        assertEquals("served, pinned, at most 25% of the cache", said("site-detail-0"));
        assertEquals(MUSEUM, said("site-detail-2"));
        assertEquals("1.3 GB of 1.4 GB, 1,204 files", said("site-detail-3"));
        assertEquals("7.3 GB today, 109.2 GB in 30 days, 218.4 GB in all", said("site-detail-4"));
        choose(4);
        assertEquals("on a denylist, by the list “Neighbourhood list”", said("site-detail-0"));
        assertTrue(screen.find("site-purge").isDisabled());
        become(Optional.of(SampleSites.usual()));
        assertTrue(screen.shows("site"), "what is chosen stays so when figures come");
    }

    @Test
    void blockingAsksFirstAndSaysWhatBecameOfIt() {
        choose(0);
        screen.press("site-block");
        assertEquals(
                "Block museum-archive.example? Nothing of it is served or fetched any more. Browsers that are connected now"
                        + " go on with its origin. 1.3 GB of it are kept here; they are deleted unless you leave them.",
                said("site-question"));
        assertEquals(List.of(), engine.orders());
        screen.press("site-no");
        assertFalse(screen.shows("site-question"));
        assertEquals(List.of(), engine.orders());
        screen.press("site-block");
        screen.press("site-yes");
        until(() -> said("site-done").equals("museum-archive.example is blocked. 5.0 MB of it were deleted."));
        screen.press("site-block");
        onFx(() -> screen.find(CheckBox.class, "site-keep").setSelected(true));
        screen.press("site-yes");
        until(() -> said("site-done").equals("museum-archive.example is blocked. What is kept of it stays."));
        assertEquals(List.of("block " + MUSEUM + " false", "block " + MUSEUM + " true"), engine.orders());
    }

    @Test
    void deletingAsksFirstAlsoWhenAskedByTheKey() {
        choose(0);
        onFx(() -> table().fireEvent(
                        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DELETE, false, false, false, false)));
        assertTrue(screen.shows("site-question"));
        choose(1);
        assertFalse(screen.shows("site-question"), "it was about another site");
        screen.press("site-purge");
        screen.press("site-yes");
        until(() -> said("site-done").equals("7.0 GB of fonts.commons.example:8443 are being deleted."));
        assertEquals(List.of("purge " + "6a".repeat(20)), engine.orders());
    }

    @Test
    void whatIsBlockedIsAllowedAndWhatIsPinnedIsNot() {
        choose(2);
        assertFalse(screen.shows("site-block"));
        screen.press("site-allow");
        until(() -> said("site-done").startsWith("unwanted.example is allowed."));
        choose(0);
        assertFalse(screen.shows("site-allow"));
        screen.press("site-pin");
        choose(1);
        screen.press("site-pin");
        assertEquals(
                List.of("allow " + UNWANTED, "pin " + MUSEUM + " false", "pin " + "6a".repeat(20) + " true"),
                engine.orders());
    }

    @Test
    void unpaidVisitsAreTheEnginesWord() {
        assertTrue(screen.find(CheckBox.class, "serve-unpaid").isSelected());
        screen.press("serve-unpaid");
        assertEquals(List.of("serveUnpaid false"), engine.orders());
        become(Optional.of(SampleSites.usual()));
        until(() -> screen.find(CheckBox.class, "serve-unpaid").isSelected());
    }

    @Test
    void aListIsSubscribedToByItsAddressAndItsKeyIsSaid() {
        assertTrue(screen.find("denylist-add").isDisabled());
        screen.write("denylist-address", "ftp://lists.example/a");
        assertTrue(screen.find("denylist-add").isDisabled());
        screen.write("denylist-address", " https://lists.example/a ");
        screen.press("denylist-add");
        until(() -> screen.shows("denylist-done"));
        assertTrue(said("denylist-done").contains("c4".repeat(20)));
        onFx(() -> ((Button) screen.find("denylists").lookup(".denylist-remove")).fire());
        assertEquals(
                List.of("denylist https://lists.example/a", "no denylist https://lists.example/neighbourhood.denylist"),
                engine.orders());
    }

    @Test
    void aRefusalStandsBesideItsButton() {
        choose(0);
        engine.refuse("the disk is full");
        screen.press("site-block");
        screen.press("site-yes");
        until(() -> screen.stage().getScene().getRoot().lookupAll(".state-failed").stream()
                .anyMatch(node -> node.isVisible()));
        assertFalse(screen.shows("site-done"));
    }

    @Test
    void aThousandSitesHaveOnlyAsManyRowsAsFit() {
        become(Optional.of(SampleSites.many(1_000)));
        until(() -> table().getItems().size() == 1_000);
        onFx(() -> table().scrollTo(900));
        until(() -> table().lookupAll(".table-row-cell").stream()
                .map(TableRow.class::cast)
                .anyMatch(row -> row.getIndex() == 900));
        assertTrue(table().lookupAll(".table-row-cell").size() < 40);
    }

    @Test
    void anEmptyListAndAnEngineThatDoesNotAnswerAreSaid() {
        become(Optional.of(new SitesReport(SampleConditions.NOW, false, List.of(), 0, List.of())));
        until(() -> screen.shows("sites-none"));
        assertFalse(screen.shows("sites"));
        assertFalse(screen.find(CheckBox.class, "serve-unpaid").isSelected());
        become(Optional.empty());
        until(() ->
                screen.stage().getScene().getRoot().lookupAll(".stale").stream().anyMatch(node -> node.isVisible()));
    }
}
