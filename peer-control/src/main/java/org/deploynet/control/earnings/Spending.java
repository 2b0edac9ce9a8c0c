package org.deploynet.control.earnings;

import java.util.List;
import org.deploynet.control.earnings.BudgetTransfer.State;

/**
 * What the owner gave away of what was earned. What is spent is what the network confirmed of the transfers, which the constructor
 * checks: no order counts before. Microcredits. Immutable.
 *
 * @param spent all that the network confirmed
 * @param earlier the part of it whose transfers are listed no more
 * @param transfers the newest first
 */
public record Spending(long spent, long earlier, List<BudgetTransfer> transfers) {
    public static final Spending NONE = new Spending(0, 0, List.of());

    public Spending {
        transfers = List.copyOf(transfers);
        long explained = Math.addExact(earlier, sum(transfers, State.DONE));
        if (earlier < 0 || spent != explained) {
            throw new IllegalArgumentException(spent + " is spent, and " + explained + " is explained");
        }
    }

    /** What was ordered and is not answered yet. */
    public long waiting() {
        return sum(transfers, State.WAITING);
    }

    private static long sum(List<BudgetTransfer> transfers, State state) {
        return transfers.stream()
                .filter(transfer -> transfer.state() == state)
                .mapToLong(BudgetTransfer::microcredits)
                .reduce(0, Math::addExact);
    }
}
