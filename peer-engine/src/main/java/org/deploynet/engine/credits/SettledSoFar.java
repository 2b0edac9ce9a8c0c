package org.deploynet.engine.credits;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which receipts the network was asked to post, and for which of them it is not known how much it has posted. For the thread that holds
 * the book's lock.
 */
final class SettledSoFar {
    private final Map<String, Handed> handed = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private long times;

    /** Bytes of the receipts of one ticket that were handed out since it was last answered. */
    private record Handed(long least, long most) {}

    /** @param unsettled what an earlier run may have handed out */
    SettledSoFar(Collection<String> unsettled) {
        unknown.addAll(unsettled);
    }

    void handOut(String ticket, long bytes) {
        times++;
        handed.merge(
                ticket,
                new Handed(bytes, bytes),
                (before, now) -> new Handed(Math.min(before.least, now.least), Math.max(before.most, now.most)));
    }

    /** How many bytes an answer proves to be posted: it may be to the lowest figure of several questions. */
    Optional<Long> answered(String ticket) {
        Optional<Handed> figures = Optional.ofNullable(handed.remove(ticket));
        figures.ifPresent(known -> {
            if (known.least == known.most) {
                unknown.remove(ticket);
            } else {
                unknown.add(ticket);
            }
        });
        return figures.map(Handed::least);
    }

    /** The answer for this ticket could not be kept. */
    void forget(String ticket) {
        unknown.add(ticket);
    }

    void refused(String ticket) {
        handed.remove(ticket);
        unknown.remove(ticket);
    }

    /** If the network has answered everything: a number that is another one once it is asked to post more. */
    OptionalLong answeredAt() {
        return handed.isEmpty() && unknown.isEmpty() ? OptionalLong.of(times) : OptionalLong.empty();
    }
}
