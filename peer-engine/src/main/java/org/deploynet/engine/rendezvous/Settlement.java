package org.deploynet.engine.rendezvous;

import java.util.Collection;
import java.util.List;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/** The receipts that wait for the network's answer. Safe from any thread. */
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
}
