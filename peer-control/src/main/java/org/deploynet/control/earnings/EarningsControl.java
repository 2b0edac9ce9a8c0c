package org.deploynet.control.earnings;

import java.io.IOException;
import java.util.Optional;

/** What any face can ask of what was earned; the rules are those of {@code PeerControl}. */
public interface EarningsControl {
    EarningsReport earnings() throws IOException;

    /** The receipts that are listed one by one; {@code after} is the {@code next} of the page before. */
    ReceiptPage receipts(Optional<String> after) throws IOException;

    /**
     * Gives available credits to the budget of a site, which cannot be taken back. The order is durable when this returns, and the
     * network is asked until it answers, also after a restart: the report says what became of it.
     *
     * @param site its key's id, 40 hex digits
     * @param microcredits at least 1
     */
    BudgetTransfer transfer(String site, long microcredits) throws IOException;

    /** How the network's ledger stands to what it had signed before. */
    LedgerReport ledger() throws IOException;

    /**
     * Takes the ledger that the network shows for the right one, though it does not continue what it had signed: after its operator
     * restored it from a backup. Receipts and transfers that it had confirmed are asked for once more.
     *
     * @param head that of the ledger that is meant, as the report has it
     */
    LedgerAccepted acceptLedger(String head) throws IOException;
}
