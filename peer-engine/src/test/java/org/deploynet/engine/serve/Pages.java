package org.deploynet.engine.serve;

import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.PublicKeyJwk;

/** Where pages come from, and the clock they share. For one thread. */
interface Pages extends AutoCloseable {
    /** What receipts are signed with. */
    PublicKeyJwk sessionKey();

    /** For how long a page may hold back what it has to say: 40 messages a second are all it sends. */
    long holdsBackMillis();

    /** Opens the page's end of a link with its first ticket. */
    Page open(Ticket ticket, Page.Events events);

    /** Lets {@code millis} pass and everything happen that follows from it and from what the pages were told. */
    void run(long millis);

    @Override
    void close();
}
