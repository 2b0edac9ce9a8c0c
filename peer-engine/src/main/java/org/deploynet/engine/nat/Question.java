package org.deploynet.engine.nat;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.function.Predicate;
import org.deploynet.protocol.stun.StunMessage;

/**
 * One request, and which message counts as its end: of the kind that is waited for, with its transaction, at the socket {@code
 * at}, from a sender that {@code from} accepts.
 */
record Question(
        DatagramChannel by,
        DatagramChannel at,
        InetSocketAddress to,
        StunMessage request,
        StunMessage.Kind awaited,
        Predicate<InetSocketAddress> from) {
    /** To be answered by who was asked. */
    static Question plain(DatagramChannel socket, InetSocketAddress to, StunMessage request) {
        return new Question(socket, socket, to, request, StunMessage.Kind.SUCCESS, to::equals);
    }

    boolean isEndedBy(DatagramChannel socket, InetSocketAddress sender, StunMessage message) {
        return socket.equals(at)
                && message.kind() == awaited
                && message.transaction().equals(request.transaction())
                && from.test(sender);
    }

    /** Whether this is the word of who was asked that what was asked for will not be done. */
    boolean isRefusedBy(DatagramChannel socket, InetSocketAddress sender, StunMessage message) {
        return socket.equals(by)
                && message.kind() != StunMessage.Kind.REQUEST
                && message.transaction().equals(request.transaction())
                && to.equals(sender);
    }
}
