package org.deploynet.engine.control;

import java.io.IOException;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsControl;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of the methods about credits and gives the order. Used by one session's reading thread. */
final class CreditMethods {
    private final EarningsControl earnings;

    CreditMethods(EarningsControl earnings) {
        this.earnings = earnings;
    }

    BudgetTransfer transfer(JsonNode params) throws IOException, MalformedJsonException {
        return earnings.transfer(
                CacheMethods.site(params), ControlJson.convert(params.path("microcredits"), Long.class));
    }

    LedgerAccepted acceptLedger(JsonNode params) throws IOException, MalformedJsonException {
        return earnings.acceptLedger(ControlJson.convert(params.path("head"), String.class));
    }
}
