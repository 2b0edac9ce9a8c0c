package org.deploynet.engine.credits;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.protocol.key.KeyId;

/** What the forced part of the journal adds up to. Safe from any thread. */
final class Standings {
    private final Map<String, Standing> byTicket = new HashMap<>();
    private final Map<String, Standing> unsettled = new LinkedHashMap<>();
    private final Map<KeyId, Totals> foldedBySite = new HashMap<>();
    private final Map<KeyId, Totals> bySite = new HashMap<>();
    private Totals folded = Totals.NONE;
    private Totals totals = Totals.NONE;
    private Sum lost = Sum.ZERO;

    synchronized void apply(JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Opened opened -> byTicket.putIfAbsent(opened.ticketId(), Standing.of(opened));
            case JournalEntry.Counted counted ->
                change(
                        counted.ticketId(),
                        standing -> counted.bytes() > standing.bytes() ? standing.counted(counted) : standing);
            case JournalEntry.Settled settled -> change(settled.ticketId(), standing -> standing.settled(settled));
            case JournalEntry.Refused refused -> change(refused.ticketId(), standing -> standing.refused(refused));
            case JournalEntry.Reopened reopened -> change(reopened.ticketId(), Standing::reopened);
            case JournalEntry.Proven proven -> change(proven.ticketId(), standing -> standing.proven(proven));
            case JournalEntry.Continues _ -> {
                // A matter of the file's alone.
            }
            case JournalEntry.Lost sum -> lost = lost.plus(sum.measured());
            case JournalEntry.Mended sum -> {
                var posted = new Totals(sum.posted(), sum.posted(), Map.of());
                folded = folded.plus(posted);
                totals = totals.plus(posted);
                foldedBySite.merge(sum.site(), posted, Totals::plus);
                bySite.merge(sum.site(), posted, Totals::plus);
                lost = lost.without(sum.posted());
            }
            case JournalEntry.Folded sum -> {
                folded = folded.plus(sum.totals());
                totals = totals.plus(sum.totals());
            }
            case JournalEntry.FoldedSite sum -> {
                foldedBySite.merge(sum.site(), sum.totals(), Totals::plus);
                bySite.merge(sum.site(), sum.totals(), Totals::plus);
            }
        }
    }

    synchronized Optional<Standing> get(String ticketId) {
        return Optional.ofNullable(byTicket.get(ticketId));
    }

    synchronized List<Standing> unsettled(int max) {
        return unsettled.values().stream().limit(max).toList();
    }

    /** The tickets of which the network said to have posted something. */
    synchronized List<String> reopenable() {
        return byTicket.values().stream()
                .filter(Standing::isReopenable)
                .map(Standing::ticketId)
                .toList();
    }

    /** The links whose tickets have receipts that the network has not answered. */
    synchronized Set<String> unsettledLinks() {
        return links(unsettled.values().stream());
    }

    /** The links whose tickets have changed since {@code millis}. */
    synchronized Set<String> linksSince(long millis) {
        return links(byTicket.values().stream().filter(standing -> standing.changedAt() >= millis));
    }

    private static Set<String> links(Stream<Standing> standings) {
        return standings
                .map(standing -> TicketLink.of(standing.ticketJws()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    synchronized Totals totals() {
        return totals;
    }

    /** What the receipts of each site's visitors say, and what became of them. */
    synchronized Map<KeyId, Totals> bySite() {
        return Map.copyOf(bySite);
    }

    /** How many receipts of each site the network has not answered, of those that have any. */
    synchronized Map<KeyId, Long> waitingBySite() {
        return unsettled.values().stream().collect(Collectors.groupingBy(Standing::site, Collectors.counting()));
    }

    /** Those behind {@code after} in the order of their places, at most {@code max}. */
    synchronized List<Standing> behind(Optional<ReceiptPlace> after, int max) {
        return byTicket.values().stream()
                .filter(standing -> after.isEmpty() || standing.place().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(Standing::place))
                .limit(max)
                .toList();
    }

    /** What was measured here, lost with a damaged journal, and not mended. */
    synchronized Sum lost() {
        return lost;
    }

    /** Those that the network says to have posted since before {@code millis} and has not shown yet, at most {@code max}. */
    synchronized List<Standing> unproven(long millis, int max) {
        return byTicket.values().stream()
                .filter(standing -> !standing.isUnsettled() && !standing.isProven() && standing.changedAt() < millis)
                .sorted(Comparator.comparing(Standing::place))
                .limit(max)
                .toList();
    }

    /**
     * Moves tickets that are over since before {@code millis} into one sum: those for which the network was seen to have posted
     * what it said, or said to post nothing.
     */
    synchronized void fold(long millis) {
        var over = byTicket.values().stream()
                .filter(standing -> !standing.isUnsettled() && standing.isProven() && standing.changedAt() < millis)
                .toList();
        for (Standing standing : over) {
            byTicket.remove(standing.ticketId());
            folded = folded.plus(standing.totals());
            foldedBySite.merge(standing.site(), standing.totals(), Totals::plus);
        }
    }

    /** The shortest journal that says the same. */
    synchronized List<JournalEntry> entries() {
        var entries = new ArrayList<JournalEntry>();
        entries.add(new JournalEntry.Folded(folded));
        if (!lost.equals(Sum.ZERO)) {
            entries.add(new JournalEntry.Lost(lost));
        }
        foldedBySite.forEach((site, sum) -> entries.add(new JournalEntry.FoldedSite(site, sum)));
        Collection<Standing> settledFirst = new ArrayList<>(byTicket.values());
        settledFirst.removeAll(unsettled.values());
        settledFirst.forEach(standing -> entries.addAll(entries(standing)));
        // Oldest first, as they are to be settled.
        unsettled.values().forEach(standing -> entries.addAll(entries(standing)));
        return entries;
    }

    private static List<JournalEntry> entries(Standing standing) {
        var entries = new ArrayList<JournalEntry>();
        String id = standing.ticketId();
        entries.add(new JournalEntry.Opened(id, standing.site(), standing.price(), standing.ticketJws()));
        entries.add(new JournalEntry.Counted(
                id, standing.count(), standing.bytes(), standing.receiptJws(), standing.changedAt()));
        if (standing.settledBytes() > 0) {
            entries.add(new JournalEntry.Settled(id, standing.settledBytes(), standing.changedAt()));
        }
        if (standing.provenBytes() > 0) {
            entries.add(new JournalEntry.Proven(id, standing.provenBytes()));
        }
        standing.refused().ifPresent(why -> entries.add(new JournalEntry.Refused(id, why, standing.changedAt())));
        return entries;
    }

    private void change(String ticketId, UnaryOperator<Standing> to) {
        Standing before = byTicket.get(ticketId);
        if (before == null) {
            return;
        }
        Standing after = to.apply(before);
        byTicket.put(ticketId, after);
        Totals added = after.totals().minus(before.totals());
        totals = totals.plus(added);
        bySite.merge(after.site(), added, Totals::plus);
        if (after.isUnsettled()) {
            unsettled.put(ticketId, after);
        } else {
            unsettled.remove(ticketId);
        }
    }
}
