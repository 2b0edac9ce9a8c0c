package org.deploynet.control.earnings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.earnings.BudgetTransfer.State;
import org.deploynet.control.words.CreditWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingTest {
    private static BudgetTransfer transfer(long microcredits, State state) {
        Optional<TransferRefusal> why =
                state == State.REFUSED ? Optional.of(TransferRefusal.NOT_ENOUGH) : Optional.empty();
        return new BudgetTransfer("id", "5f", Optional.empty(), microcredits, Instant.EPOCH, state, why);
    }

    @Test
    void onlyWhatTheNetworkConfirmedIsSpent() {
        var transfers = List.of(
                transfer(5, State.DONE),
                transfer(70, State.WAITING),
                transfer(900, State.REFUSED),
                transfer(1, State.DONE));
        var spending = new Spending(16, 10, transfers);
        assertEquals(70, spending.waiting());
        assertThrows(IllegalArgumentException.class, () -> new Spending(86, 10, transfers));
        assertThrows(IllegalArgumentException.class, () -> new Spending(6, 10, transfers));
        assertThrows(IllegalArgumentException.class, () -> new Spending(5, -1, transfers));
    }

    @Test
    void aRefusalHasAReasonAndNothingElseHasOne() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new BudgetTransfer(
                        "id", "5f", Optional.empty(), 1, Instant.EPOCH, State.REFUSED, Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BudgetTransfer(
                        "id",
                        "5f",
                        Optional.empty(),
                        1,
                        Instant.EPOCH,
                        State.DONE,
                        Optional.of(TransferRefusal.UNKNOWN_SITE)));
    }

    @Test
    void pendingAvailableAndSpentTogetherAreWhatWasConfirmed() {
        var confirmed = new Earned(1_000, 100);
        var all = new Amounts(confirmed, confirmed, Earned.NOTHING, 0, List.of());
        var report = new EarningsReport(
                Instant.EPOCH,
                1_000,
                all,
                List.of(),
                List.of(),
                Optional.of(new EarningsReport.Account(30, 50, Optional.empty())),
                new Spending(20, 0, List.of(transfer(20, State.DONE))));
        assertEquals(Optional.of(0L), report.elsewhere());
    }

    @ParameterizedTest
    @CsvSource({"12,12000000", "0.5,500000", "'0,000001',1", "0,0", "999999999999.999999,999999999999999999"})
    void creditsAreReadToTheMicrocreditAndWrittenBack(String text, long microcredits) {
        assertEquals(microcredits, CreditWords.parse(text));
        assertEquals(microcredits, CreditWords.parse(CreditWords.exact(microcredits)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".5", "1.", "-1", "1.0000001", "1e6", "1 000", "1,000.5", "1234567890123", "NaN", "٣"})
    void whatIsNoSuchNumberIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> CreditWords.parse(text));
    }
}
