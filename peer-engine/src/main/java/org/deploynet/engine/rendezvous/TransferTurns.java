package org.deploynet.engine.rendezvous;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.deploynet.engine.rendezvous.Nudges.Nudge;
import org.deploynet.engine.rendezvous.TransferOrders.Order;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.Transferred;

/**
 * Asks the network on one connection for what the owner ordered, one transfer at a time. One that is not answered is asked for again,
 * under the same id, so that it happens once. Safe from any thread.
 */
final class TransferTurns {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final Consumer<FromSuperPeer> send;
    private final LongSupplier nextRef;
    private final TransferOrders orders;
    private final Nudges nudges;
    private Optional<Asked> asked = Optional.empty();

    private record Asked(long ref, String id, long sinceNanos) {}

    TransferTurns(Consumer<FromSuperPeer> send, LongSupplier nextRef, TransferOrders orders, Nudges nudges) {
        this.send = send;
        this.nextRef = nextRef;
        this.orders = orders;
        this.nudges = nudges;
    }

    /** Asks for the next one, unless one is under way. */
    synchronized void ask() {
        boolean waits = asked.filter(one -> System.nanoTime() - one.sinceNanos() < ANSWER_WITHIN.toNanos())
                .isPresent();
        if (!waits) {
            orders.next().ifPresent(this::ask);
        }
    }

    private void ask(Order order) {
        long ref = nextRef.getAsLong();
        asked = Optional.of(new Asked(ref, order.id(), System.nanoTime()));
        send.accept(new FromSuperPeer.Transfer(ref, order.id(), order.site(), order.microcredits()));
    }

    /** Also where the answer is to an earlier question: what is done is done. */
    synchronized void transferred(Transferred answer) {
        orders.done(answer.id());
        answered(answer.ref());
    }

    /** The server refused a message, this or another. */
    synchronized void refused(Refused refused) {
        Optional<Asked> meant = asked.filter(one -> one.ref() == refused.ref());
        boolean isFinal = refused.code() == Refused.Code.BUDGET || refused.code() == Refused.Code.UNKNOWN_SITE;
        if (meant.isPresent() && isFinal) {
            orders.refused(meant.get().id(), refused.code());
            answered(refused.ref());
        }
    }

    private void answered(long ref) {
        if (asked.filter(one -> one.ref() == ref).isPresent()) {
            asked = Optional.empty();
            nudges.nudge(Nudge.TRANSFER);
        }
    }
}
