package org.deploynet.engine.assembly;

import java.io.IOException;
import java.util.Optional;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsControl;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;

/**
 * What faces ask and tell of what was earned: reports, orders to give credits away, the owner's word about the network's ledger. Safe
 * from any thread.
 */
record EarningsKeeping(EarningsReports reports, TransferDesk desk, LedgerKeeping ledgers) implements EarningsControl {
    @Override
    public EarningsReport earnings() {
        return reports.earnings();
    }

    @Override
    public ReceiptPage receipts(Optional<String> after) throws ControlRefusedException {
        return reports.receipts(after);
    }

    @Override
    public BudgetTransfer transfer(String site, long microcredits) throws ControlRefusedException {
        return reports.transfer(desk.order(site, microcredits));
    }

    @Override
    public LedgerReport ledger() {
        return ledgers.report();
    }

    @Override
    public LedgerAccepted acceptLedger(String head) throws IOException {
        return ledgers.accept(head);
    }
}
