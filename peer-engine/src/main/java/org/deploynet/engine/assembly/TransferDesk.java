package org.deploynet.engine.assembly;

import java.util.function.BooleanSupplier;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.rendezvous.Nudges.Nudge;
import org.deploynet.protocol.key.KeyId;

/**
 * Takes the owner's orders to give credits away: within their bounds, durable, and told to the network soon. Safe from any thread.
 *
 * @param hasNetwork whether this super-peer belongs to a network, which is then the one whose credits are meant
 */
record TransferDesk(TransferBook book, BooleanSupplier hasNetwork, Nudges nudges) {
    TransferBook.Order order(String site, long microcredits) throws ControlRefusedException {
        if (microcredits < 1 || microcredits > BudgetTransfer.MOST) {
            throw new ControlRefusedException(
                    Rpc.INVALID_PARAMS,
                    "microcredits is " + microcredits + ", allowed are 1 to " + BudgetTransfer.MOST);
        }
        if (!hasNetwork.getAsBoolean()) {
            throw new ControlRefusedException(
                    Rpc.INVALID_PARAMS, "this super-peer belongs to no network yet, so it has no credits");
        }
        TransferBook.Order ordered = book.order(new KeyId(site), microcredits)
                .orElseThrow(() -> new ControlRefusedException(
                        Rpc.INVALID_PARAMS, "too many transfers wait for the network's answer already"));
        nudges.nudge(Nudge.TRANSFER);
        return ordered;
    }
}
