package org.deploynet.control.earnings;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What receipts say, and what became of it. Each byte and each microcredit that was measured is confirmed, waiting or refused,
 * which the constructor checks: there is no difference without its cause. Immutable.
 *
 * @param measured by the receipts that are forced to disk here
 * @param confirmed the part that the network said it has posted
 * @param waiting the part that it has not answered
 * @param receiptsWaiting how many receipts have such a part
 * @param refused what it will not pay, by its reasons
 */
public record Amounts(Earned measured, Earned confirmed, Earned waiting, int receiptsWaiting, List<Refused> refused) {
    public static final Amounts NONE = new Amounts(Earned.NOTHING, Earned.NOTHING, Earned.NOTHING, 0, List.of());

    /** What is refused for one reason. */
    public record Refused(RefusalReason why, Earned earned) {}

    public Amounts {
        refused = refused.stream().sorted(Comparator.comparing(Refused::why)).toList();
        Earned explained = refused.stream().map(Refused::earned).reduce(confirmed.plus(waiting), Earned::plus);
        if (!explained.equals(measured)) {
            throw new IllegalArgumentException(measured + " was measured, and " + explained + " is explained");
        }
    }

    public Amounts plus(Amounts other) {
        var sums = new EnumMap<RefusalReason, Earned>(RefusalReason.class);
        Stream.concat(refused.stream(), other.refused.stream())
                .forEach(one -> sums.merge(one.why(), one.earned(), Earned::plus));
        return new Amounts(
                measured.plus(other.measured),
                confirmed.plus(other.confirmed),
                waiting.plus(other.waiting),
                receiptsWaiting + other.receiptsWaiting,
                sums.entrySet().stream()
                        .map(sum -> new Refused(sum.getKey(), sum.getValue()))
                        .toList());
    }

    /** Why a part is not confirmed: {@code receiptsWaiting} have no answer yet, or it is refused. */
    public record Cause(Earned earned, int receiptsWaiting, Optional<RefusalReason> refused) {}

    /** Each cause of what is measured and not confirmed; none where both agree. */
    public List<Cause> causes() {
        return Stream.concat(
                        Stream.of(new Cause(waiting, receiptsWaiting, Optional.empty()))
                                .filter(cause -> !cause.earned().equals(Earned.NOTHING)),
                        refused.stream().map(one -> new Cause(one.earned(), 0, Optional.of(one.why()))))
                .toList();
    }

    /** Microcredits that were measured and are not confirmed. */
    public long missing() {
        return measured.microcredits() - confirmed.microcredits();
    }
}
