package org.deploynet.signaling.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.api.UnpaidCount;
import org.deploynet.signaling.guard.PaidBytes;
import org.deploynet.signaling.guard.PayCaps;
import org.deploynet.signaling.guard.UnpaidTickets;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Ledger;
import org.deploynet.signaling.ledger.TicketOffice;
import org.deploynet.signaling.pairing.VisitorReach;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.peers.Presence;
import org.deploynet.signaling.regions.Regions;
import org.deploynet.signaling.regions.TicketCountries;
import org.deploynet.signaling.reports.Refusals;
import org.deploynet.signaling.storage.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is paid where visitors and super-peers have public addresses, which they have not in tests with sockets. */
class LinkTicketsTest {
    private static final SigningKey NETWORK = SigningKey.generate();
    private static final KeyId SITE = AgentWorld.key(0xa);

    @TempDir
    private Path folder;

    private final Presence presence = new Presence();
    private final UnpaidTickets unpaid = new UnpaidTickets();

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("network.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void strangersInOnePrefixAreUnpaidUnlessTheOperatorPaysThem() throws Exception {
        OnlinePeer peer = come(1, "9.9.9.9");
        assertEquals(0, price(tickets(false), peer, "9.9.9.200"));
        assertEquals(Price.DEFAULT, price(tickets(false), peer, "9.9.10.200"));
        assertEquals(Price.DEFAULT, price(tickets(true), peer, "9.9.9.200"));
        assertEquals(List.of(new UnpaidCount("same-prefix", 1)), unpaid.all());
    }

    @Test
    void theSecondSuperPeerOfAnAddressIsUnpaidWhileTheFirstIsThere() throws Exception {
        LinkTickets tickets = tickets(false);
        OnlinePeer first = come(1, "9.9.9.9");
        OnlinePeer second = come(2, "9.9.9.9");
        assertEquals(Price.DEFAULT, price(tickets, first, "8.8.8.8"));
        assertEquals(0, price(tickets, second, "8.8.8.8"));
        presence.go(first);
        assertEquals(Price.DEFAULT, price(tickets, second, "8.8.8.8"));
        assertEquals(List.of(new UnpaidCount("same-address", 1)), unpaid.all());
    }

    private OnlinePeer come(int number, String address) {
        OnlinePeer peer = AgentWorld.peer(number, address);
        presence.come(peer);
        return peer;
    }

    private LinkTickets tickets(boolean paySamePrefix) {
        var clock = new ManualClock();
        var budgets = new Budgets(database, new Ledger(clock));
        budgets.grant(SITE, 100);
        return new LinkTickets(
                new TicketOffice(NETWORK, budgets, clock),
                new PaidBytes(_ -> PayCaps.DEFAULT.prefixBytes(), _ -> PayCaps.DEFAULT.siteBytes(), clock),
                unpaid,
                new Refusals(database, clock),
                presence::isFirstAtItsAddress,
                new TicketCountries(Regions.NONE),
                new LinkTickets.Terms(Price.DEFAULT, paySamePrefix));
    }

    private static long price(LinkTickets tickets, OnlinePeer peer, String visitor) throws Exception {
        var from = new Visitor(
                "session", SITE, SigningKey.generate().publicKey(), InetAddress.ofLiteral(visitor), new Blind());
        var link = new Link("link", from, 1, 0, "", "sha-256 BB", new VisitorReach(0));
        String jws =
                tickets.issue(link, peer, Ticket.FIRST_MAX_BYTES).orElseThrow().jws();
        return Ticket.verify(jws, NETWORK.publicKey()).price();
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
