package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import org.deploynet.control.earnings.EarningsCsv;
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
                List.of("297.60", "0.60", "41.20", "318.60", "12.50"),
                List.of("measured", "missing", "pending", "available", "spent").stream()
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
        until(() -> screen.paragraph("key-keychain-refusal").contains("the keychain is locked"));
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

    @Test
    void whatIsSpentIsTheSameFigureInTheTableInTheFileAndInTheSum() throws Exception {
        EarningsReport report = SampleEarnings.differing();
        List<EarningsFigures.Transfer> rows = transfers();
        assertEquals(
                List.of("0.25 not answered yet", "900 refused: fewer credits are available", "12.5 done"),
                rows.stream().map(row -> row.credits() + " " + row.state()).toList());
        var file = new StringWriter();
        EarningsCsv.transfers(report.spending().transfers(), file);
        long done = file.toString()
                .lines()
                .map(line -> line.split(","))
                .filter(cells -> cells[5].equals("done"))
                .mapToLong(cells -> Long.parseLong(cells[4]))
                .sum();
        assertEquals(report.spending().spent(), done);
        assertEquals("12.50", screen.find(FigureLabel.class, "earnings-spent").getAccessibleText());
    }

    @Test
    void creditsAreGivenOnlyAfterAQuestion() {
        assertTrue(screen.find(Button.class, "transfer-give").isDisabled());
        screen.write("transfer-amount", "12,5");
        screen.write("transfer-site", "museum-archive.example");
        until(() -> !screen.find(Button.class, "transfer-give").isDisabled());
        screen.press("transfer-give");
        until(() -> screen.shows("transfer-question"));
        assertTrue(screen.paragraph("transfer-question").contains("12.5 credits go to the budget of"));
        assertEquals(List.of(), engine.orders());
        screen.press("transfer-no");
        until(() -> !screen.shows("transfer-question"));
        screen.press("transfer-give");
        screen.press("transfer-yes");
        until(() -> engine.orders().equals(List.of("transfer 12500000 " + "5f".repeat(20))));
        until(() -> screen.shows("transfer-done")
                && screen.written("transfer-amount").isEmpty());
    }

    @Test
    void anotherAmountIsAskedAboutAnew() {
        screen.write("transfer-amount", "1");
        screen.write("transfer-site", "ab".repeat(20));
        screen.press("transfer-give");
        until(() -> screen.shows("transfer-question"));
        screen.write("transfer-amount", "1000");
        until(() -> !screen.shows("transfer-question"));
        screen.write("transfer-amount", "0");
        until(() -> screen.shows("transfer-mistake")
                && screen.find(Button.class, "transfer-give").isDisabled());
        assertEquals(List.of(), engine.orders());
    }

    @SuppressWarnings("unchecked") // that table has these rows
    private List<EarningsFigures.Transfer> transfers() {
        return (List<EarningsFigures.Transfer>)
                (List<?>) screen.find(TableView.class, "transfers").getItems();
    }
}
