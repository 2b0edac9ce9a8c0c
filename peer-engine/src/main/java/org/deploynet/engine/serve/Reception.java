package org.deploynet.engine.serve;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;

/**
 * Who gets in and how many at once. Keeps a place for each visitor whose offer is admitted and gives each open link a loop of
 * its own. Safe from any thread.
 */
public final class Reception implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Reception.class.getName());

    private final TicketGate gate;
    private final PieceServer server;
    private final UploadPump pump;
    private final LinkSession.House house;
    private final Ticker ticker;
    private final Guestbook guestbook;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private volatile ServePhase phase = ServePhase.OPEN;
    private volatile int maxLinks;

    /** From admission to the end of the link; the guest comes when the link is open. */
    private record Place(String jws, Ticket ticket, long since, Optional<Guest> guest) {
        Place with(Guest arrived) {
            return new Place(jws, ticket, since, Optional.of(arrived));
        }
    }

    private record Guest(PeerLink link, LinkSession session) {}

    public Reception(
            TicketGate gate, PieceServer server, UploadPump pump, ReceiptSink receipts, int maxLinks, Ticker ticker) {
        this(gate, server, pump, receipts, maxLinks, ticker, new Guestbook(() -> {}, link -> {}));
    }

    /** Who is told of links, after the last receipt of the link went to its sink; both must be quick. */
    public record Guestbook(Runnable changed, Consumer<String> ended) {}

    public Reception(
            TicketGate gate,
            PieceServer server,
            UploadPump pump,
            ReceiptSink receipts,
            int maxLinks,
            Ticker ticker,
            Guestbook guestbook) {
        this.guestbook = guestbook;
        this.gate = gate;
        this.server = server;
        this.pump = pump;
        this.maxLinks = maxLinks;
        this.ticker = ticker;
        this.house = new LinkSession.House(gate, server, pump, receipts, ticker, () -> phase);
    }

    /** Checks a visitor's offer and keeps a place for its link, until that ends or {@link #abandon} says it never opened. */
    public synchronized Entry admit(String link, String ticketJws, String offerSdp) {
        if (phase != ServePhase.OPEN) {
            return new Entry.Declined(Decline.Why.PAUSED);
        }
        Optional<Ticket> ticket = checked(link, ticketJws, offerSdp);
        if (ticket.isEmpty() || places.containsKey(link)) {
            return new Entry.Declined(Decline.Why.TICKET);
        }
        if (!server.serves(ticket.get())) {
            return new Entry.Declined(Decline.Why.BLOCKED);
        }
        if (places.size() >= maxLinks && !sendHomeOneIdle()) {
            return new Entry.Declined(Decline.Why.FULL);
        }
        places.put(link, new Place(ticketJws, ticket.get(), ticker.nanos(), Optional.empty()));
        return new Entry.Admitted(ticket.get());
    }

    private Optional<Ticket> checked(String link, String ticketJws, String offerSdp) {
        try {
            Ticket ticket = gate.check(ticketJws, link);
            if (ticket.visitorFingerprint().equals(Fingerprints.of(offerSdp))) {
                return Optional.of(ticket);
            }
            LOG.log(System.Logger.Level.DEBUG, "offer declined: it is not of the ticket's certificate");
        } catch (ProtocolException e) {
            LOG.log(System.Logger.Level.DEBUG, "offer declined: {0}", e.getMessage());
        }
        return Optional.empty();
    }

    // Whoever idles for two minutes makes room for somebody who wants something.
    private boolean sendHomeOneIdle() {
        return places.values().stream()
                .flatMap(place -> place.guest().stream())
                .filter(guest -> guest.session().isIdle())
                .findAny()
                .map(guest -> {
                    guest.session().giveUpPlace();
                    guest.link().inbox().wake();
                    return true;
                })
                .orElse(false);
    }

    /** The admitted link is open: serves it until it ends. Returns at once; a link that was not admitted is closed. */
    public void serve(PeerLink link) {
        Place place = places.get(link.id());
        if (place == null || place.guest().isPresent()) {
            link.close();
            return;
        }
        var session = new LinkSession(link, new TicketLedger(place.jws(), place.ticket()), house);
        places.put(link.id(), place.with(new Guest(link, session)));
        pump.counters().links.increment();
        Thread.ofVirtual().name("link-" + link.id()).start(new LinkLoop(link, session, () -> left(link.id())));
        guestbook.changed().run();
    }

    private void left(String link) {
        places.remove(link);
        guestbook.ended().accept(link);
        guestbook.changed().run();
    }

    /** The admitted link never opened. */
    public void abandon(String link) {
        places.computeIfPresent(link, (id, place) -> place.guest().isPresent() ? place : null);
    }

    /** Takes no further links, says {@code bye paused} to all that are open; until {@link #resume}. */
    public void pause() {
        enter(ServePhase.PAUSED);
    }

    /** Takes no further links and wants; each link is finished, then told {@code bye drain}. Until {@link #resume}. */
    public void drain() {
        enter(ServePhase.DRAINING);
    }

    public void resume() {
        enter(ServePhase.OPEN);
    }

    private void enter(ServePhase next) {
        phase = next;
        consentChanged();
    }

    /** The owner serves other sites than before: links of those that he does not end by themselves now. */
    public void consentChanged() {
        guests().forEach(guest -> guest.link().inbox().wake());
    }

    private List<Guest> guests() {
        return places.values().stream().flatMap(place -> place.guest().stream()).toList();
    }

    /** More than are open now are not closed; they only get no successors. */
    public void setMaxLinks(int links) {
        maxLinks = links;
    }

    /** How many further links would be admitted now. */
    public int room() {
        return phase == ServePhase.OPEN ? Math.max(0, maxLinks - places.size()) : 0;
    }

    public List<LinkView> links() {
        return places.entrySet().stream()
                .flatMap(entry -> view(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Optional<LinkView> view(String id, Place place) {
        return place.guest()
                .map(guest -> new LinkView(
                        id,
                        place.ticket().site(),
                        Duration.ofNanos(ticker.nanos() - place.since()),
                        guest.session().sentBytes(),
                        guest.session().bytesPerSecond(),
                        guest.session().openWants(),
                        guest.session().waitsForReceipt(),
                        guest.link().path()));
    }

    /** Payload sent of each site since the engine started. */
    public Map<KeyId, Long> payloadBySite() {
        return pump.counters().payloadBySite();
    }

    public ServeMeters meters() {
        return pump.counters().meters(guests().size());
    }

    /** Ends one link, as its owner asked; false if there is none of that name. */
    public boolean closeLink(String id) {
        Optional<Guest> guest = Optional.ofNullable(places.get(id)).flatMap(Place::guest);
        guest.ifPresent(found -> found.link().close(LinkMessage.Bye.Why.LIMIT));
        return guest.isPresent();
    }

    /** Says {@code bye} to all and waits a moment for their loops to end. */
    @Override
    public void close() {
        pause();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (!guests().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
