package org.deploynet.signaling.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.guard.Spending;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/**
 * What sites may spend: grants, and the part that is set aside for tickets that are out. Amounts in microcredits. Safe from
 * any thread.
 */
public final class Budgets {
    /** How long after its expiry a ticket's receipts are still paid from what was set aside. */
    public static final Duration RECEIPTABLE = Duration.ofDays(1);

    private static final long MAX_GRANT_CREDITS = 1_000_000_000;
    private static final int RELEASES_AT_ONCE = 500;

    /** A ticket that is over, and the bytes that were paid for with it. */
    public record Ended(String id, long bytes) {}

    /** A site's credits at one instant. */
    public record Budget(long granted, long budget, long reserved) {}

    /** What became of a wish to set credits aside. */
    public enum Held {
        YES,
        /** The site has not that much. */
        NOT_COVERED,
        /** It has, but could pay more on this day than its publisher wants. */
        DAY_IS_SPENT
    }

    /** What a site may pay on one day (UTC), in microcredits with the fee, where its publisher set that. */
    @FunctionalInterface
    public interface DayLimits {
        Optional<Long> of(KeyId site);
    }

    private final Database database;
    private final Ledger ledger;
    private final DayLimits limits;
    private final Clock clock;

    /** Without limits by the day. */
    public Budgets(Database database, Ledger ledger) {
        this(database, ledger, site -> Optional.empty(), Clock.systemUTC());
    }

    public Budgets(Database database, Ledger ledger, DayLimits limits, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.limits = limits;
        this.clock = clock;
    }

    /** Gives {@code site} whole credits that it can only spend. */
    public void grant(KeyId site, long credits) {
        database.call(connection -> grant(connection, site, credits));
    }

    long grant(Connection connection, KeyId site, long credits) throws SQLException {
        Check.range("credits", credits, 1, MAX_GRANT_CREDITS);
        long amount = Math.multiplyExact(credits, Price.MICROCREDITS_PER_CREDIT);
        return ledger.post(
                connection,
                Entry.of(
                        "grant",
                        UUID.randomUUID().toString(),
                        Entry.posting(Account.ISSUE, -amount),
                        Entry.posting(Account.granted(site), amount)));
    }

    public Budget of(KeyId site) {
        return database.call(connection -> new Budget(
                ledger.balance(connection, Account.granted(site)),
                ledger.balance(connection, Account.budget(site)),
                ledger.balance(connection, Account.reserved(site))));
    }

    /** Bytes of {@code site} that browsers signed for and its super-peers were credited with, free ones too. */
    public long settledBytes(KeyId site) {
        return database.call(
                connection -> Sql.number(connection, "SELECT sum(bytes) FROM ticket WHERE site = ?", site.hex()));
    }

    /** Sets aside what {@code ticket} can cost and remembers it. */
    Held hold(Ticket ticket, int feePercent) {
        return database.call(connection -> hold(connection, ticket, feePercent));
    }

    boolean reserve(Connection connection, Ticket ticket, int feePercent) throws SQLException {
        return hold(connection, ticket, feePercent) == Held.YES;
    }

    private Held hold(Connection connection, Ticket ticket, int feePercent) throws SQLException {
        long cost = Price.reservation(ticket.maxBytes(), ticket.price(), feePercent);
        if (cost > 0 && isOverDay(connection, ticket.site(), cost)) {
            return Held.DAY_IS_SPENT;
        }
        Optional<Split> split = free(connection, ticket.site(), cost);
        if (split.isPresent()) {
            hold(connection, ticket, split.get());
        }
        return split.isPresent() ? Held.YES : Held.NOT_COVERED;
    }

    /** Whether {@code cost} more would be more than the site's publisher wants to pay today. */
    public boolean isOverDay(KeyId site, long cost) {
        return limits.of(site).isPresent() && database.call(connection -> isOverDay(connection, site, cost));
    }

    // All that is set aside may be paid today, also for tickets of yesterday.
    private boolean isOverDay(Connection connection, KeyId site, long cost) throws SQLException {
        Optional<Long> limit = limits.of(site);
        return limit.isPresent()
                && Spending.today(connection, site, clock.millis())
                                + ledger.balance(connection, Account.reserved(site))
                                + cost
                        > limit.get();
    }

    /** What {@code site} paid today (UTC), microcredits with the fee. */
    public long spentToday(KeyId site) {
        return database.call(connection -> Spending.today(connection, site, clock.millis()));
    }

    /** Gives back what is still held for a ticket that nobody will use, and pays for nothing more of it. */
    public List<Ended> release(String ticket) {
        return database.call(connection -> release(connection, ticket));
    }

    List<Ended> release(Connection connection, String ticket) throws SQLException {
        Optional<TicketRow> row = TicketRow.find(connection, ticket).filter(found -> !found.released());
        return row.isPresent() ? List.of(end(connection, row.get())) : List.of();
    }

    /**
     * Super-peer {@code peer} asks for nothing more on {@code links}: gives back what is still held for their tickets with it,
     * also those that it was never shown, and pays for nothing more of them. It is the one who loses by saying so too early, and
     * nobody else can say it.
     */
    public List<Ended> linksEnded(KeyId peer, List<String> links) {
        return links.isEmpty() ? List.of() : database.call(connection -> linksEnded(connection, peer, links));
    }

    List<Ended> linksEnded(Connection connection, KeyId peer, List<String> links) throws SQLException {
        List<Ended> ended = new ArrayList<>();
        for (String link : links) {
            List<TicketRow> open = Sql.all(
                    connection,
                    "SELECT * FROM ticket WHERE released = 0 AND link = ? AND peer = ?",
                    TicketRow::read,
                    link,
                    peer.hex());
            for (TicketRow row : open) {
                ended.add(end(connection, row));
            }
        }
        return ended;
    }

    // Closed at what was paid for: otherwise a ticket could be given up, so that it no longer counts against any cap,
    // and
    // be paid for afterwards.
    private Ended end(Connection connection, TicketRow row) throws SQLException {
        release(connection, row.closed());
        return new Ended(row.id(), row.bytes());
    }

    /** Gives back what is held for tickets whose time for receipts is over. Returns how many, at most a batch. */
    public int releaseDue(long nowMillis) {
        return database.call(connection -> releaseDue(connection, nowMillis));
    }

    int releaseDue(Connection connection, long nowMillis) throws SQLException {
        List<TicketRow> due = Sql.all(
                connection,
                "SELECT * FROM ticket WHERE released = 0 AND release_at < ? ORDER BY release_at LIMIT "
                        + RELEASES_AT_ONCE,
                TicketRow::read,
                nowMillis);
        for (TicketRow row : due) {
            release(connection, row);
        }
        return due.size();
    }

    /** Only time in which the server could be reached counts against a super-peer that still holds receipts. */
    public void prolong(Duration downtime) {
        database.call(connection -> Sql.change(
                connection, "UPDATE ticket SET release_at = release_at + ? WHERE released = 0", downtime.toMillis()));
    }

    /** {@code cost} split over the site's accounts, granted credits first; empty if they do not reach. */
    Optional<Split> free(Connection connection, KeyId site, long cost) throws SQLException {
        long granted = ledger.balance(connection, Account.granted(site));
        long budget = ledger.balance(connection, Account.budget(site));
        long fromGranted = Math.min(granted, cost);
        return cost - fromGranted <= budget
                ? Optional.of(new Split(fromGranted, cost - fromGranted))
                : Optional.empty();
    }

    record Split(long granted, long budget) {
        long total() {
            return granted + budget;
        }
    }

    void release(Connection connection, TicketRow row) throws SQLException {
        if (row.heldGranted() + row.heldBudget() > 0) {
            ledger.post(
                    connection,
                    Entry.of(
                            "release",
                            row.id(),
                            Entry.posting(Account.reserved(row.site()), -row.heldGranted() - row.heldBudget()),
                            Entry.posting(Account.granted(row.site()), row.heldGranted()),
                            Entry.posting(Account.budget(row.site()), row.heldBudget())));
        }
        row.withoutHeld().update(connection);
    }

    private void hold(Connection connection, Ticket ticket, Split split) throws SQLException {
        if (split.total() > 0) {
            ledger.post(
                    connection,
                    Entry.of(
                            "reserve",
                            ticket.id(),
                            Entry.posting(Account.granted(ticket.site()), -split.granted()),
                            Entry.posting(Account.budget(ticket.site()), -split.budget()),
                            Entry.posting(Account.reserved(ticket.site()), split.total())));
        }
        TicketRow.of(ticket, split.granted(), split.budget())
                .insert(connection, ticket, ticket.expires() + RECEIPTABLE.toMillis());
    }
}
