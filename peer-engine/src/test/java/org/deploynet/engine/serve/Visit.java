package org.deploynet.engine.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.link.LinkMessage;

/** One visit: a page, the super-peer's session, and the line between them, each going on at random. For one thread. */
final class Visit implements Page.Events {
    private static final int STEPS_TO_FINISH = 4_000;

    private final Random random;
    private final Shelf shelf;
    private final HeldLink link;
    private final LinkSession session;
    private final WholePieces oracle;
    private final Ticket first;
    private final Map<String, String> renewedIds = new HashMap<>();
    private final Map<String, Long> accepted = new HashMap<>();
    private final Set<Integer> jobs = new HashSet<>();
    private final Page page;
    private boolean asksToRenew;
    private int actionsLeft;
    private int lastJob;
    private int steps;
    private boolean cut;
    private boolean leaving;
    private boolean pageClosed;
    private int quietSteps;
    private long quietMillis;
    private final long holdsBackMillis;
    private boolean over;

    Visit(Random random, Shelf shelf, HeldLink link, LinkSession session, Ticket first, Pages pages) {
        this.random = random;
        this.shelf = shelf;
        this.link = link;
        this.session = session;
        this.first = first;
        this.oracle = new WholePieces(first.id());
        this.actionsLeft = 1 + random.nextInt(8);
        this.holdsBackMillis = pages.holdsBackMillis();
        this.page = pages.open(first, this);
        session.begin();
    }

    String link() {
        return link.id();
    }

    Ticket firstTicket() {
        return first;
    }

    // What the page says.

    @Override
    public void say(byte[] control) {
        try {
            oracle.said(control, jws -> renewedIds.getOrDefault(jws, "unknown"));
        } catch (ProtocolException e) {
            throw new AssertionError("the page breaks the protocol", e);
        }
        if (!over && !cut) {
            link.controlToPeer.add(control);
        }
    }

    @Override
    public void renew(Optional<String> receipt) {
        asksToRenew = true;
    }

    @Override
    public void done(int job) {
        jobs.remove(job);
    }

    @Override
    public void closed(String why) {
        if (!why.equals("peer-lost") && !why.equals("no-ticket") && !why.equals("bye-idle")) {
            throw new AssertionError("the page closed a link to an honest super-peer: " + why);
        }
        pageClosed = true;
    }

    /** Whether it waits for a ticket, once. */
    boolean takeRenewal() {
        boolean asked = asksToRenew;
        asksToRenew = false;
        return asked;
    }

    void renewed(Optional<Page.Renewal> renewal) {
        renewal.ifPresent(next -> renewedIds.put(next.jws(), next.ticket().id()));
        page.renewed(renewal);
    }

    /** What the page's user does. */
    void act(long millis) {
        steps++;
        if (steps > STEPS_TO_FINISH) {
            throw new AssertionError(link.id() + " does not come to its end; open jobs " + jobs + ", session "
                    + (session.hasEnded() ? "ended" : "open") + ", waits for receipt " + session.waitsForReceipt());
        }
        if (actionsLeft > 0 && random.nextInt(3) == 0) {
            actionsLeft--;
            Shelf.Item item = shelf.items().get(random.nextInt(shelf.items().size()));
            jobs.add(++lastJob);
            page.fetch(lastJob, item.id(), item.bytes().length);
        }
        if (!jobs.isEmpty() && random.nextInt(12) == 0) {
            var all = new ArrayList<>(jobs);
            int job = all.get(random.nextInt(all.size()));
            jobs.remove(job);
            page.giveUp(job);
        }
        if (leaving) {
            quietSteps = link.isQuiet() ? quietSteps + 1 : 0;
            quietMillis = link.isQuiet() ? quietMillis + millis : 0;
            if (quietSteps == 2) {
                page.settle(); // for what came late of wants that were given up
            }
        } else if (actionsLeft == 0 && jobs.isEmpty()) {
            leaving = true;
            page.settle();
        }
        if (random.nextInt(60) == 0) {
            cut();
        }
    }

    /** Delivers some of what the page said, and lets the session act on it. */
    void toPeer() {
        int count = random.nextInt(link.controlToPeer.size() + 1);
        for (int i = 0; i < count && !session.hasEnded(); i++) {
            byte[] message = link.controlToPeer.remove();
            link.inbox().offer(message);
        }
        handleAll();
    }

    void handleAll() {
        while (!session.hasEnded() && session.nanosUntilNextMessage() == 0) {
            Optional<LinkInbox.Event> event = link.inbox().poll();
            if (event.isEmpty()) {
                break;
            }
            session.handle(event.get());
        }
    }

    void wake() {
        if (!session.hasEnded()) {
            session.handle(new LinkInbox.Event.Woken());
        }
    }

    /** Delivers some of what the super-peer sent. */
    void toPage() {
        for (int left = random.nextInt(link.controlToPage.size() + 1); left > 0; left--) {
            byte[] message = link.controlToPage.remove();
            checkBye(message);
            page.control(message);
        }
        for (int left = random.nextInt(link.dataToPage.size() + 1); left > 0; left--) {
            var frame = link.dataToPage.remove();
            try {
                oracle.reached(frame);
            } catch (ProtocolException e) {
                throw new AssertionError("a wrong frame", e);
            }
            page.data(frame);
        }
    }

    private void checkBye(byte[] message) {
        try {
            if (org.deploynet.protocol.link.LinkCodec.decode(message) instanceof LinkMessage.Bye(var why)
                    && why != LinkMessage.Bye.Why.IDLE) {
                throw new AssertionError("an honest page was sent away: " + why);
            }
        } catch (ProtocolException e) {
            throw new AssertionError("the super-peer breaks the protocol", e);
        }
    }

    /** A receipt that the session took. */
    void accepted(Receipt receipt) {
        accepted.merge(receipt.ticket(), receipt.bytes(), Math::max);
    }

    /** The line is dead at this instant, with all that was under way. */
    void cut() {
        cut = true;
        link.cut();
        handleAll();
        page.lost();
    }

    boolean isQuiet() {
        return link.isQuiet() && jobs.isEmpty() && !asksToRenew;
    }

    /** True once nothing more can happen on the link. */
    boolean isOver() {
        if (!cut && quietSteps > 4 && quietMillis >= holdsBackMillis) {
            link.close();
            handleAll();
            over = true;
        } else if (!cut && (pageClosed || (session.hasEnded() && link.controlToPage.isEmpty()))) {
            cut();
        }
        return over || cut;
    }

    /** Compares page, line and what the session took; returns what the session took, by ticket. */
    Map<String, Long> check() {
        Map<String, Page.Count> counts = page.counts();
        oracle.check(link.id(), counts);
        accepted.forEach((ticket, bytes) -> {
            long counted = counts.getOrDefault(ticket, new Page.Count(0, 0)).bytes();
            if (bytes > counted) {
                throw new AssertionError(link.id() + ", ticket " + ticket + ": a receipt for " + bytes
                        + " bytes, the page counted " + counted);
            }
        });
        if (!cut) {
            counts.forEach((ticket, count) -> {
                long receipted = accepted.getOrDefault(ticket, 0L);
                if (receipted != count.bytes()) {
                    throw new AssertionError(link.id() + ", ticket " + ticket + ": the page counted " + count
                            + ", its receipts say " + receipted);
                }
            });
        }
        return accepted;
    }

    boolean wasCut() {
        return cut;
    }

    long counted() {
        return page.counts().values().stream().mapToLong(Page.Count::bytes).sum();
    }
}
