package org.deploynet.engine.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.limits.ManualTicker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.InMemoryLink;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkMessage;

/** Sessions and the pump, driven step by step on one thread with a clock that stands still between the steps. */
final class ServeLab {
    static final String PEER_PRINT = "sha-256 AA";
    static final String VISITOR_PRINT = "sha-256 BB";
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final ManualTicker ticker = new ManualTicker();
    final Library library = new Library();
    final UploadBudget budget = new UploadBudget(UploadBudget.UNLIMITED, ticker);
    final UploadPump pump = new UploadPump(budget, ticker);
    final SigningKey network = SigningKey.generate();
    final KeyId self = SigningKey.generate().id();
    final KeyId site = SigningKey.generate().id();
    final List<Receipt> receipts = new ArrayList<>();
    final TicketGate gate = new TicketGate(self, PEER_PRINT, this::serverTime);
    final PieceServer server = new PieceServer(library, library, this::serverTime);
    ServePhase phase = ServePhase.OPEN;

    private final LinkSession.House house = new LinkSession.House(
            gate, server, pump, (jws, ticket, receiptJws, receipt) -> receipts.add(receipt), ticker, () -> phase);
    private final List<Guest> guests = new ArrayList<>();

    ServeLab() {
        gate.pin(network.publicKey());
    }

    Instant serverTime() {
        return START.plusNanos(ticker.nanos());
    }

    /** A ticket for the visitor with this session key. */
    Ticket ticket(String id, String link, SigningKey session, long maxBytes) {
        long now = serverTime().toEpochMilli();
        return new Ticket(
                id,
                network.id(),
                link,
                site,
                self,
                PEER_PRINT,
                VISITOR_PRINT,
                session.publicKey(),
                maxBytes,
                1_000_000,
                now,
                now + Ticket.LIFETIME.toMillis());
    }

    /** A visitor on a link that drains at once; hello was said. */
    Guest enter(String name) {
        return enter(name, InMemoryLink.INSTANT, Ticket.FIRST_MAX_BYTES);
    }

    Guest enter(String name, long drainBytesPerSecond, long maxBytes) {
        Guest guest = arrive(name, drainBytesPerSecond, maxBytes);
        guest.link.say(new LinkMessage.Hello(List.of(1), 256 * 1024, 1024 * 1024));
        settle();
        return guest;
    }

    /** A visitor who has not said anything. */
    Guest arrive(String name, long drainBytesPerSecond, long maxBytes) {
        var guest = new Guest(name, drainBytesPerSecond, maxBytes);
        guests.add(guest);
        guest.session.begin();
        return guest;
    }

    final class Guest {
        final SigningKey key = SigningKey.generate();
        final InMemoryLink link;
        final LinkSession session;
        final String name;
        private int requests;
        private String ticket;

        private Guest(String name, long drainBytesPerSecond, long maxBytes) {
            this.name = name;
            this.ticket = "ticket-" + name;
            this.link = new InMemoryLink(name, drainBytesPerSecond, ticker);
            Ticket first = ticket(ticket, name, key, maxBytes);
            this.session = new LinkSession(link, new TicketLedger(first.sign(network), first), house);
        }

        /** Asks for pieces; returns the number of the want. */
        int ask(ObjectId object, int first, int count, int priority) {
            requests++;
            link.say(new LinkMessage.Get(List.of(want(requests, object, first, count, false, priority))));
            settle();
            return requests;
        }

        int askLayer(ObjectId object) {
            requests++;
            link.say(new LinkMessage.Get(List.of(want(requests, object, 0, 0, true, 0))));
            settle();
            return requests;
        }

        void cancel(int request) {
            link.say(new LinkMessage.Cancel(request));
            settle();
        }

        void renew(String id, long maxBytes) {
            ticket = id;
            link.say(new LinkMessage.NewTicket(ticket(id, name, key, maxBytes).sign(network)));
            settle();
        }

        void receipt(long count, long bytes) {
            receipt(ticket, count, bytes, key);
        }

        void receipt(String ticketId, long count, long bytes, SigningKey signer) {
            link.say(new LinkMessage.NewReceipt(new Receipt(ticketId, count, bytes).sign(signer)));
            settle();
        }

        Optional<LinkMessage.Refuse.Reason> refusal() {
            return link.heard(LinkMessage.Refuse.class).stream()
                    .map(LinkMessage.Refuse::why)
                    .reduce((first, second) -> second);
        }

        /** The bytes that arrived for a want, by their offsets. */
        byte[] arrived(int request, int first, int length) {
            byte[] bytes = new byte[length];
            link.frames().stream()
                    .filter(frame -> frame.header().request() == request)
                    .forEach(frame -> {
                        DataFrame header = frame.header();
                        int at = (int) (header.piece() - first) * 256 * 1024 + (int) header.offset();
                        System.arraycopy(frame.payload(), 0, bytes, at, frame.payload().length);
                    });
            return bytes;
        }

        boolean got(int request, ObjectId object) {
            byte[] expected = library.bytes(object);
            return Arrays.equals(expected, arrived(request, 0, expected.length));
        }
    }

    static LinkMessage.Want want(long request, ObjectId object, int first, int count, boolean layer, int priority) {
        return new LinkMessage.Want(request, object, first, count, Optional.of(layer), priority, 1_000);
    }

    /** Lets everything happen that can happen at this instant. */
    void settle() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Guest guest : guests) {
                moved |= drain(guest);
            }
            pump.round();
            moved |= guests.stream().anyMatch(this::hasWork);
        }
    }

    private boolean drain(Guest guest) {
        boolean moved = false;
        while (!guest.session.hasEnded() && guest.session.nanosUntilNextMessage() == 0) {
            Optional<LinkInbox.Event> event = guest.link.inbox().poll();
            if (event.isEmpty()) {
                break;
            }
            guest.session.handle(event.get());
            moved = true;
        }
        return moved;
    }

    // A wake is only there when the pump finished something, so this ends.
    private boolean hasWork(Guest guest) {
        return !guest.session.hasEnded() && drain(guest);
    }

    /** Lets time pass in steps of a millisecond. */
    void pass(Duration time) {
        pass(time, Duration.ofMillis(1));
    }

    void pass(Duration time, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            ticker.advance(step);
            guests.stream()
                    .filter(guest -> !guest.session.hasEnded())
                    .forEach(guest -> guest.session.handle(new LinkInbox.Event.Woken()));
            settle();
        }
    }
}
