package org.deploynet.engine.serve;

import java.time.Duration;
import java.util.Optional;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.engine.link.PeerLink;

/** The thread of one link: takes event after event from its inbox and lets the session act. It ends with the link. */
final class LinkLoop implements Runnable {
    private static final System.Logger LOG = System.getLogger(LinkLoop.class.getName());

    private final PeerLink link;
    private final LinkSession session;
    private final Runnable ended;

    LinkLoop(PeerLink link, LinkSession session, Runnable ended) {
        this.link = link;
        this.session = session;
        this.ended = ended;
    }

    @Override
    public void run() {
        try {
            session.begin();
            while (!session.hasEnded()) {
                session.handle(next().orElseGet(LinkInbox.Event.Woken::new));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a link is closed because of an error inside", e);
        } finally {
            leave();
        }
    }

    private void leave() {
        try {
            session.abandon();
        } finally {
            link.close();
            ended.run();
        }
    }

    private Optional<LinkInbox.Event> next() throws InterruptedException {
        long until = session.nanosUntilNextMessage();
        long patience = until == 0 ? session.nanosUntilDue() : Math.min(until, session.nanosUntilDue());
        return link.inbox().take(Duration.ofNanos(patience), until == 0);
    }
}
