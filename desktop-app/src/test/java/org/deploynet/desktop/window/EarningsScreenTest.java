package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.desktop.view.EarningsFigures;
import org.deploynet.desktop.window.parts.FigureLabel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Earnings screen says where the network agrees and where it does not. */
final class EarningsScreenTest {
    private final FixedEngine engine = new FixedEngine(SampleConditions.running());
    private ScreenProbe screen;
    private int seconds;

    @BeforeEach
    void opensTheScreen() throws Exception {
        screen = ScreenProbe.open(engine, Locale.US, "earnings");
        until(() -> screen.paragraph("earnings-sentence").equals("297.60 credits measured here"));
    }

    @AfterEach
    void closes() {
        screen.close();
    }

    @Test
    void eachDifferenceHasItsCause() {
        assertEquals("The network confirmed 297.00.", screen.paragraph("earnings-reason"));
        assertEquals(
                List.of("297.60", "0.60", "41.20", "318.60"),
                List.of("measured", "missing", "pending", "available").stream()
                        .map(amount -> screen.find(FigureLabel.class, "earnings-" + amount)
                                .getAccessibleText())
                        .toList());
        assertEquals(
                List.of(
                        "agrees",
                        "0.30 not answered yet (4 receipts).",
                        "0.15 not answered yet (51 receipts). 0.0500 refused: the network never issued the ticket."
                                + " 0.10 refused: too late, and the site had no free budget."),
                sites().stream().map(EarningsFigures.Site::why).toList());
        assertEquals(
                List.of("museum-archive.example", "fonts.commons.example:8443", "7b7b7b7b7b7b"),
                sites().stream().map(EarningsFigures.Site::name).toList());
    }

    @Test
    void saysWhereTheKeyIsAndMovesIt() {
        assertTrue(screen.paragraph("key-place").contains("whoever can read your files can take what you earn"));
        screen.press("key-keychain");
        until(() -> engine.orders().equals(List.of("key KEYCHAIN")));
        engine.become(SampleConditions.keyIn(KeyPlace.KEYCHAIN, true));
        until(() -> screen.paragraph("key-place").contains("in this desktop’s keychain"));
        screen.press("key-keychain");
        until(() -> engine.orders().equals(List.of("key KEYCHAIN", "key FILE")));
    }

    @Test
    void offersNoKeychainWhereThereIsNone() {
        engine.become(SampleConditions.keyIn(KeyPlace.FILE, false));
        until(() -> !screen.shows("key-keychain"));
        assertTrue(screen.paragraph("key-place").contains("deploynet identity backup"));
    }

    @Test
    void aRefusalOfTheKeychainIsSaidAndTheChoiceIsWhatIs() {
        engine.refuse("the keychain is locked");
        screen.press("key-keychain");
        until(() -> screen.paragraph("key-refusal").contains("the keychain is locked"));
        engine.become(SampleConditions.later());
        until(() -> !screen.find(CheckBox.class, "key-keychain").isSelected());
    }

    @Test
    void theDaysAreATableToo() {
        assertFalse(screen.shows("earnings-days-table"));
        screen.press("earnings-as-table");
        until(() -> screen.shows("earnings-days-table"));
        assertEquals(
                EarningsReport.DAYS,
                screen.find(TableView.class, "earnings-days-table").getItems().size());
    }

    @Test
    void agreementIsSaidAndNothingIsInvented() {
        become(Optional.of(SampleEarnings.agreeing()));
        until(() -> screen.paragraph("earnings-reason").equals("The network confirmed all of it."));
        become(Optional.of(SampleEarnings.none()));
        until(() -> screen.paragraph("earnings-sentence").equals("Nothing earned yet"));
        assertEquals(
                "\u2013", screen.find(FigureLabel.class, "earnings-pending").getAccessibleText());
        assertTrue(sites().isEmpty());
    }

    @SuppressWarnings("unchecked") // that table has these rows
    private List<EarningsFigures.Site> sites() {
        return (List<EarningsFigures.Site>)
                (List<?>) screen.find(TableView.class, "earnings-sites").getItems();
    }

    private void become(Optional<EarningsReport> report) {
        engine.earning(report);
        seconds += 2;
        engine.become(SampleConditions.after(seconds));
    }
}
