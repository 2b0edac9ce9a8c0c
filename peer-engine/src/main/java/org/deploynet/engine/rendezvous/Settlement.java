package org.deploynet.engine.rendezvous;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;

/** The receipts that wait for the network's answer, and what it is asked about those that it has posted. Safe from any thread. */
public interface Settlement {
    /** The latest receipt of each ticket, as JWS, durable here already; at most {@code max}. */
    List<String> unsettled(int max);

    /** Posted by the network. */
    void settled(Collection<String> tickets);

    void refused(String ticket, ReceiptRefusal why);

    /** Links that are over and for which nothing is left to be settled, at most {@code max}. */
    List<String> endedLinks(int max);

    /** The network knows that these links are over. */
    void forget(Collection<String> links);

    /** What else the network is to be asked of what it posted, as message {@code ref}; the same again until it is answered. */
    Optional<FromSuperPeer> question(long ref);

    /** The network's proofs, not yet checked. */
    void included(Included answer);

    void stated(Stated answer);
}
