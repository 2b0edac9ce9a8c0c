package org.deploynet.control.earnings;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What this super-peer earned, by the receipts that it holds and by the network's word. Amounts in microcredits (10^6 are one
 * credit), sizes in bytes. Immutable.
 *
 * @param at when it was so
 * @param sentBytes payload sent to browsers since this identity exists; more than what they signed for, since some leave before
 * @param all of all sites
 * @param sites those that anything was measured of, the one that earned the most first
 * @param days the latest 30, oldest first, days on which nothing moved included
 * @param network what the network's ledger has; absent until it has said so in this run
 * @param spending what the owner gave to the budgets of sites
 */
public record EarningsReport(
        Instant at,
        long sentBytes,
        Amounts all,
        List<Site> sites,
        List<Day> days,
        Optional<Account> network,
        Spending spending) {
    /** How many days there are. */
    public static final int DAYS = 30;

    public EarningsReport {
        sites = List.copyOf(sites);
        days = List.copyOf(days);
    }

    /** One site, by its key's id; {@code origin} is absent where it is not kept here any more. */
    public record Site(String site, Optional<String> origin, Amounts amounts) {}

    /**
     * One local day: payload that was sent, what receipts that came on it measured, and what the network posted on it, some of
     * that earned on an earlier day.
     */
    public record Day(LocalDate day, long sentBytes, long measured, long confirmed) {}

    /**
     * Credits that can be clawed back for a while, and those that are the owner's. {@code allBy} is when all that is pending will be
     * available, unless it is taken back; absent where nothing is, and from a network that does not say.
     */
    public record Account(long pending, long available, Optional<Instant> allBy) {}

    /** Payload bytes that were sent and no receipt covers. */
    public long unsignedBytes() {
        return Math.max(0, sentBytes - all.measured().bytes());
    }

    /**
     * Microcredits that the network has here, or had and were spent, beside what it confirmed by receipts of this book; below zero
     * those that are in no account any more; absent before its word. Not zero where credits were clawed back, and where this identity
     * earned or spent elsewhere or before this record began.
     */
    public Optional<Long> elsewhere() {
        return network.map(account -> account.pending()
                + account.available()
                + spending.spent()
                - all.confirmed().microcredits());
    }
}
