package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.RefusedReceipt;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.signaling.guard.Spending;
import org.deploynet.signaling.ledger.Budgets.Split;
import org.deploynet.signaling.regions.RegionDays;
import org.deploynet.signaling.regions.Regions;
import org.deploynet.signaling.regions.TicketCountries;
import org.deploynet.signaling.storage.Database;

/**
 * Turns receipts into credits, each verified byte at most once: what a ticket's latest receipt is worth minus what was paid
 * for it before. Amounts in microcredits. Safe from any thread.
 */
public final class Settlement {
    /** The network's share, paid by the site on top of what the super-peer earns. */
    public static final int FEE_PERCENT = 10;

    private final Database database;
    private final Ledger ledger;
    private final Budgets budgets;
    private final PendingCredits pending;
    private final Clock clock;
    private final Function<KeyId, Reachability> classOf;
    private final TicketCountries countries;
    private final Gains gains;

    /** Hears what a receipt added, once that is durable; {@code bytes} are those that were not posted before. */
    @FunctionalInterface
    public interface Gains {
        void gained(KeyId peer, String ticket, long bytes);
    }

    /** Where nobody knows how super-peers are reached. */
    public Settlement(Database database, Ledger ledger, Budgets budgets, Clock clock, Duration pendingFor) {
        this(
                database,
                ledger,
                budgets,
                clock,
                pendingFor,
                _ -> Reachability.UNKNOWN,
                new TicketCountries(Regions.NONE),
                (_, _, _) -> {});
    }

    /**
     * @param classOf how a super-peer that hands in receipts is reached, for the publisher's figures
     * @param countries where the visitors of tickets come from, for the same
     * @param gains hears what receipts added
     */
    public Settlement(
            Database database,
            Ledger ledger,
            Budgets budgets,
            Clock clock,
            Duration pendingFor,
            Function<KeyId, Reachability> classOf,
            TicketCountries countries,
            Gains gains) {
        this.database = database;
        this.ledger = ledger;
        this.budgets = budgets;
        this.clock = clock;
        this.classOf = classOf;
        this.countries = countries;
        this.gains = gains;
        this.pending = new PendingCredits(ledger, clock, pendingFor);
    }

    /** Posts what {@code receipts} of super-peer {@code peer} add to what was posted before. */
    public Settled settle(KeyId peer, long ref, List<String> receipts) {
        List<Claim> claims = claims(receipts);
        // Signatures are checked outside the transaction, and what holds is posted with one commit.
        List<Database.Work<Posted>> posts =
                claims.stream().map(claim -> posting(peer, claim)).toList();
        List<Posted> outcomes = database.callAll(posts);
        List<String> accepted = new ArrayList<>();
        List<RefusedReceipt> refused = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            String ticket = claims.get(i).ticket();
            Posted outcome = outcomes.get(i);
            outcome.refusal()
                    .ifPresentOrElse(
                            reason -> refused.add(new RefusedReceipt(ticket, reason)), () -> accepted.add(ticket));
            if (outcome.bytes() > 0) {
                gains.gained(peer, ticket, outcome.bytes());
            }
        }
        return new Settled(ref, accepted, refused, balance(peer));
    }

    public Balance balance(KeyId peer) {
        return database.call(connection -> new Balance(
                ledger.balance(connection, Account.pending(peer)),
                ledger.balance(connection, Account.available(peer))
                        + ledger.balance(connection, Account.availableGranted(peer)),
                pending.allBy(connection, peer),
                Optional.empty()));
    }

    /** Makes credits available whose waiting time is over. Returns how many receipts' worth, at most a batch. */
    public int mature(long nowMillis) {
        return database.call(connection -> mature(connection, nowMillis));
    }

    int mature(Connection connection, long nowMillis) throws SQLException {
        return pending.mature(connection, nowMillis);
    }

    PendingCredits pending() {
        return pending;
    }

    /** A receipt as it was handed in, the ticket that it names, and who signs for that one, where there is one. */
    private record Claim(String jws, String ticket, Optional<TicketRow.Session> session) {}

    private List<Claim> claims(List<String> receipts) {
        List<String> tickets = receipts.stream().map(Settlement::ticketOf).toList();
        return database.call(connection -> {
            List<Claim> claims = new ArrayList<>();
            for (int i = 0; i < tickets.size(); i++) {
                String ticket = tickets.get(i);
                claims.add(new Claim(receipts.get(i), ticket, TicketRow.session(connection, ticket)));
            }
            return claims;
        });
    }

    // Read before the signature can be checked: the ticket names the key. Nothing for what is no receipt at all.
    private static String ticketOf(String jws) {
        try {
            return Receipt.claimed(jws).ticket();
        } catch (ProtocolException e) {
            return "";
        }
    }

    /** What became of a receipt: why it was refused, or how many bytes it added. */
    private record Posted(Optional<ReceiptRefusal> refusal, long bytes) {
        static Posted refused(ReceiptRefusal why) {
            return new Posted(Optional.of(why), 0);
        }
    }

    private Database.Work<Posted> posting(KeyId peer, Claim claim) {
        if (claim.session().isEmpty()) {
            var reason = claim.ticket().isEmpty() ? ReceiptRefusal.MALFORMED : ReceiptRefusal.UNKNOWN_TICKET;
            return connection -> Posted.refused(reason);
        }
        try {
            Receipt receipt = Receipt.verify(claim.jws(), claim.session().get().key());
            return connection -> posted(connection, peer, receipt);
        } catch (ProtocolException e) {
            return connection -> Posted.refused(ReceiptRefusal.SIGNATURE);
        }
    }

    /** Pays for a receipt whose signature holds. */
    Optional<ReceiptRefusal> post(Connection connection, KeyId peer, Receipt receipt) throws SQLException {
        return posted(connection, peer, receipt).refusal();
    }

    private Posted posted(Connection connection, KeyId peer, Receipt receipt) throws SQLException {
        TicketRow row = TicketRow.find(connection, receipt.ticket()).orElseThrow();
        if (!row.peer().equals(peer)) {
            return Posted.refused(ReceiptRefusal.WRONG_PEER);
        }
        if (receipt.bytes() > row.maxBytes()) {
            return Posted.refused(ReceiptRefusal.OVER_CLAIM);
        }
        if (receipt.bytes() < row.bytes()) {
            return Posted.refused(ReceiptRefusal.BACKWARDS);
        }
        if (receipt.bytes() == row.bytes()) {
            return new Posted(Optional.empty(), 0);
        }
        Optional<ReceiptRefusal> refusal = pay(connection, row, receipt.bytes());
        return new Posted(refusal, refusal.isPresent() ? 0 : receipt.bytes() - row.bytes());
    }

    private Optional<ReceiptRefusal> pay(Connection connection, TicketRow row, long bytes) throws SQLException {
        long earned = row.earnedBy(bytes);
        long fee = Price.fee(earned, FEE_PERCENT);
        long cost = earned - row.earned() + fee - row.fee();
        Optional<ReceiptRefusal> refused = pay(connection, row, bytes, earned, fee, cost);
        if (refused.isEmpty()) {
            count(connection, row, bytes - row.bytes(), cost);
        }
        return refused;
    }

    private void count(Connection connection, TicketRow row, long bytes, long cost) throws SQLException {
        long now = clock.millis();
        Spending.add(connection, row.site(), classOf.apply(row.peer()), now, bytes, cost);
        if (countries.areKnown()) {
            RegionDays.add(connection, row.site(), countries.of(row.id()), now, bytes, cost);
        }
    }

    private Optional<ReceiptRefusal> pay(
            Connection connection, TicketRow row, long bytes, long earned, long fee, long cost) throws SQLException {
        if (row.released()) {
            return payLate(connection, row, bytes, earned, fee, cost);
        }
        long fromGranted = Math.min(row.heldGranted(), cost);
        TicketRow paid = row.paid(bytes, earned, fee, fromGranted, cost - fromGranted);
        paid.update(connection);
        post(
                connection,
                row,
                earned - row.earned(),
                fee - row.fee(),
                fromGranted,
                Entry.posting(Account.reserved(row.site()), -cost));
        if (paid.covers(bytes)) {
            budgets.release(connection, paid);
        }
        return Optional.empty();
    }

    private Optional<ReceiptRefusal> payLate(
            Connection connection, TicketRow row, long bytes, long earned, long fee, long cost) throws SQLException {
        Optional<Split> free = budgets.free(connection, row.site(), cost);
        if (free.isEmpty()) {
            return Optional.of(ReceiptRefusal.LATE);
        }
        row.paid(bytes, earned, fee, 0, 0).update(connection);
        post(
                connection,
                row,
                earned - row.earned(),
                fee - row.fee(),
                free.get().granted(),
                Entry.posting(Account.granted(row.site()), -free.get().granted()),
                Entry.posting(Account.budget(row.site()), -free.get().budget()));
        return Optional.empty();
    }

    private void post(
            Connection connection, TicketRow row, long earned, long fee, long fromGranted, Entry.Posting... from)
            throws SQLException {
        if (earned + fee == 0) {
            return;
        }
        var moves = new ArrayList<>(List.of(from));
        moves.add(Entry.posting(Account.pending(row.peer()), earned));
        moves.add(Entry.posting(Account.FEE, fee));
        Entry entry = Entry.of("settle", row.id(), moves.toArray(Entry.Posting[]::new));
        long sequence = ledger.post(connection, entry);
        if (earned > 0) {
            pending.add(
                    connection,
                    new PendingCredits.Lot(sequence, row.id(), row.peer(), row.site(), earned, fee, fromGranted));
        }
    }
}
