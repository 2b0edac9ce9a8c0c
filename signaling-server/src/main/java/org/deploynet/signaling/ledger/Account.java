package org.deploynet.signaling.ledger;

import org.deploynet.protocol.key.KeyId;

/** A place where credits are (docs/protocol.md §5), named {@code site:budget/5f1c…} in the ledger. Immutable. */
public record Account(String name) {
    /** What the network takes. */
    public static final Account FEE = new Account("network:fee");
    /** Where granted credits come from; the only account below zero. */
    public static final Account ISSUE = new Account("network:issue");

    public static Account budget(KeyId site) {
        return new Account("site:budget/" + site);
    }

    /** Granted by the operator: can be spent on visitors and nothing else. */
    public static Account granted(KeyId site) {
        return new Account("site:granted/" + site);
    }

    public static Account reserved(KeyId site) {
        return new Account("site:reserved/" + site);
    }

    public static Account pending(KeyId peer) {
        return new Account("peer:pending/" + peer);
    }

    /** Available too, and earned from granted credits: what is put into a site's budget of these is granted there, too. */
    public static Account availableGranted(KeyId peer) {
        return new Account("peer:granted/" + peer);
    }

    public static Account available(KeyId peer) {
        return new Account("peer:available/" + peer);
    }
}
