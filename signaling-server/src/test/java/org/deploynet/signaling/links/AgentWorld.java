package org.deploynet.signaling.links;

import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.api.ClawbackReason;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.guard.AlarmRule;
import org.deploynet.signaling.guard.Alarms;
import org.deploynet.signaling.guard.PaidBytes;
import org.deploynet.signaling.guard.PayCaps;
import org.deploynet.signaling.guard.UnpaidTickets;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Corrections;
import org.deploynet.signaling.ledger.Ledger;
import org.deploynet.signaling.ledger.Settlement;
import org.deploynet.signaling.ledger.TestBooks;
import org.deploynet.signaling.ledger.TicketOffice;
import org.deploynet.signaling.ledger.Transfers;
import org.deploynet.signaling.pairing.VisitorReach;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.peers.SuperPeerLine;
import org.deploynet.signaling.regions.Regions;
import org.deploynet.signaling.regions.TicketCountries;
import org.deploynet.signaling.reports.Refusals;
import org.deploynet.signaling.storage.Database;

/**
 * A network's ledger, tickets, caps, alarms and corrections as the server puts them together, with a clock by hand and no sockets.
 * Tickets and receipts are not signed here: that is another test's business, and would be nearly all of the time. One thread.
 */
final class AgentWorld implements AutoCloseable {
    static final Duration PENDING = Duration.ofDays(3);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(30);
    private static final SigningKey NETWORK = SigningKey.generate();
    private static final PublicKeyJwk SESSION = SigningKey.generate().publicKey();

    final ManualClock clock = new ManualClock();
    final TestBooks books;
    final Alarms alarms;
    final Budgets budgets;
    private final Database database;
    private final Settlement settlement;
    private final Corrections corrections;
    private final Transfers transfers;
    private final LinkTickets tickets;
    private int links;

    AgentWorld(Path file) throws SQLException {
        database = Database.open(file);
        var ledger = new Ledger(clock);
        books = new TestBooks(database, ledger);
        budgets = new Budgets(database, ledger);
        settlement = new Settlement(database, ledger, budgets, clock, PENDING);
        corrections = new Corrections(database, ledger, settlement);
        transfers = new Transfers(database, ledger, _ -> true);
        alarms = new Alarms(database, AlarmRule.DEFAULT, clock);
        var paid = new PaidBytes(_ -> PayCaps.DEFAULT.prefixBytes(), _ -> PayCaps.DEFAULT.siteBytes(), clock);
        tickets = new LinkTickets(
                new TicketOffice(NETWORK, budgets, clock),
                paid,
                new UnpaidTickets(),
                new Refusals(database, clock),
                _ -> true,
                new TicketCountries(Regions.NONE),
                new LinkTickets.Terms(Price.DEFAULT, false));
    }

    static KeyId key(int number) {
        return new KeyId(String.format("%040x", number));
    }

    static OnlinePeer peer(int number, String address) {
        var proof = new Proof("nonce", NETWORK.id(), key(number), "sha-256 AA", 1);
        return new OnlinePeer(proof, new Capacity(10_000_000, 60, 0), InetAddress.ofLiteral(address), new Deaf());
    }

    /** Someone at {@code address} takes {@code bytes} of {@code site} from {@code peer}, over one link. */
    void visit(KeyId site, OnlinePeer peer, InetAddress address, long bytes) {
        Link link = link(site, address);
        long left = bytes;
        long size = Ticket.FIRST_MAX_BYTES;
        while (left > 0) {
            Optional<Ticket> ticket = tickets.reserve(link, peer, size);
            if (ticket.isEmpty()) {
                break;
            }
            long taken = Math.min(left, size);
            settle(peer, ticket.get(), taken);
            left -= taken;
            size = Math.min(Renewals.LARGEST_BYTES, 2 * size);
        }
        end(link, peer);
    }

    /** The same by one who ends each link before it hands in what it took there, so that the tickets count for no cap. */
    void visitAndEndFirst(KeyId site, OnlinePeer peer, InetAddress address, long bytes) {
        for (long left = bytes; left > 0; left -= Ticket.FIRST_MAX_BYTES) {
            Link link = link(site, address);
            Optional<Ticket> ticket = tickets.reserve(link, peer, Ticket.FIRST_MAX_BYTES);
            end(link, peer);
            ticket.ifPresent(given -> settle(peer, given, given.maxBytes()));
        }
    }

    void clawback(OnlinePeer peer, KeyId site) {
        corrections.clawback(peer.id(), site, Optional.empty(), ClawbackReason.INVENTED_VISITORS);
    }

    /** Puts all that {@code peer} has available into the budget of {@code site}. */
    void transferAll(OnlinePeer peer, KeyId site, String id) {
        long available = settlement.balance(peer.id()).available();
        if (available > 0) {
            transfers.transfer(peer.id(), new Transfer(1, id, site, available));
        }
    }

    /** Pending and available microcredits of {@code peer}. */
    long earned(OnlinePeer peer) {
        var balance = settlement.balance(peer.id());
        return balance.pending() + balance.available();
    }

    /** All that {@code site} has, whatever it may be used for. */
    long credits(KeyId site) {
        Budgets.Budget budget = budgets.of(site);
        return budget.granted() + budget.budget() + budget.reserved();
    }

    /** Time goes on, and with it what happens once a minute; returns the alarms that this raised. */
    List<SpendingAlarm> after(Duration time) {
        List<SpendingAlarm> raised = new ArrayList<>();
        Duration left = time;
        // Each hour is looked at before it is over.
        while (left.compareTo(LOOK_EVERY) > 0) {
            clock.advance(LOOK_EVERY);
            left = left.minus(LOOK_EVERY);
            raised.addAll(alarms.look());
        }
        clock.advance(left);
        while (budgets.releaseDue(clock.millis()) > 0 || settlement.mature(clock.millis()) > 0) {
            // A batch; the next one follows.
        }
        raised.addAll(alarms.look());
        return raised;
    }

    private Link link(KeyId site, InetAddress address) {
        var visitor = new Visitor("session", site, SESSION, address, new Blind());
        return new Link("link-" + links++, visitor, 1, 0, "", "sha-256 BB", new VisitorReach(0));
    }

    private void settle(OnlinePeer peer, Ticket ticket, long bytes) {
        books.settle(settlement, peer.id(), new Receipt(ticket.id(), Math.ceilDiv(bytes, Pieces.PIECE_BYTES), bytes));
    }

    private void end(Link link, OnlinePeer peer) {
        tickets.ended(budgets.linksEnded(peer.id(), List.of(link.id())));
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class Deaf implements SuperPeerLine {
        @Override
        public void send(ToSuperPeer message) {
            // Nobody there.
        }

        @Override
        public void close(String why) {
            // Nobody there.
        }
    }

    private static final class Blind implements VisitorLine {
        @Override
        public void send(ToVisitor message) {
            // Nobody there.
        }

        @Override
        public void refuse(Refused why) {
            // Nobody there.
        }
    }
}
