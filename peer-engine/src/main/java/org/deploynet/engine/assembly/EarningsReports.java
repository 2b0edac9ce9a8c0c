package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.earnings.RefusalReason;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.earnings.TransferRefusal;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.ReceiptPlace;
import org.deploynet.engine.credits.Totals;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.fill.KeptSite;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;

/** The receipt book, the history and the network's word as the faces see them. Safe from any thread. */
record EarningsReports(
        ReceiptBook book,
        TransferBook transfers,
        HistoryBook history,
        SiteKeeper keeper,
        Supplier<Optional<Balance>> balance,
        Clock clock) {
    private static final Comparator<EarningsReport.Site> BEST_FIRST = Comparator.comparingLong(
                    (EarningsReport.Site site) -> site.amounts().measured().microcredits())
            .thenComparingLong(site -> site.amounts().measured().bytes())
            .reversed()
            .thenComparing(EarningsReport.Site::site);

    EarningsReport earnings() {
        Map<KeyId, Long> waiting = book.waitingBySite();
        Map<KeyId, String> origins = origins();
        List<EarningsReport.Site> sites = book.bySite().entrySet().stream()
                .map(site -> new EarningsReport.Site(
                        site.getKey().hex(),
                        Optional.ofNullable(origins.get(site.getKey())),
                        amounts(site.getValue(), waiting.getOrDefault(site.getKey(), 0L))))
                .sorted(BEST_FIRST)
                .toList();
        return new EarningsReport(
                clock.instant(),
                history.total().up(),
                // The sum of the sites as they were read: what came in meanwhile is in neither.
                sites.stream().map(EarningsReport.Site::amounts).reduce(Amounts.NONE, Amounts::plus),
                sites,
                days(),
                balance.get()
                        .map(now -> new EarningsReport.Account(
                                now.pending(), now.available(), now.allBy().map(Instant::ofEpochMilli))),
                spending(origins));
    }

    private Spending spending(Map<KeyId, String> origins) {
        TransferBook.Listed listed = transfers.listed();
        List<BudgetTransfer> orders =
                listed.orders().stream().map(order -> transfer(order, origins)).toList();
        long listedDone = orders.stream()
                .filter(order -> order.state() == BudgetTransfer.State.DONE)
                .mapToLong(BudgetTransfer::microcredits)
                .sum();
        return new Spending(Math.addExact(listed.earlier(), listedDone), listed.earlier(), orders);
    }

    BudgetTransfer transfer(TransferBook.Order order) {
        return transfer(order, origins());
    }

    private static BudgetTransfer transfer(TransferBook.Order order, Map<KeyId, String> origins) {
        return new BudgetTransfer(
                order.id(),
                order.site().hex(),
                Optional.ofNullable(origins.get(order.site())),
                order.microcredits(),
                Instant.ofEpochMilli(order.at()),
                switch (order.state()) {
                    case WAITING -> BudgetTransfer.State.WAITING;
                    case DONE -> BudgetTransfer.State.DONE;
                    case REFUSED -> BudgetTransfer.State.REFUSED;
                },
                order.refused().map(why -> switch (why) {
                    case NOT_ENOUGH -> TransferRefusal.NOT_ENOUGH;
                    case UNKNOWN_SITE -> TransferRefusal.UNKNOWN_SITE;
                }));
    }

    private Map<KeyId, String> origins() {
        var origins = new HashMap<KeyId, String>();
        for (KeptSite site : keeper.sites()) {
            origins.put(site.site(), site.origin());
        }
        return origins;
    }

    private List<EarningsReport.Day> days() {
        return history.days(EarningsReport.DAYS).entrySet().stream()
                .map(day -> new EarningsReport.Day(
                        day.getKey(),
                        day.getValue().up(),
                        day.getValue().measured(),
                        day.getValue().confirmed()))
                .toList();
    }

    private static Amounts amounts(Totals totals, long waiting) {
        Sum refused = totals.refused().values().stream().reduce(Sum.ZERO, Sum::plus);
        return new Amounts(
                earned(totals.measured()),
                earned(totals.settled()),
                earned(totals.measured().minus(totals.settled()).minus(refused)),
                Math.toIntExact(waiting),
                totals.refused().entrySet().stream()
                        .map(why -> new Amounts.Refused(reason(why.getKey()), earned(why.getValue())))
                        .toList());
    }

    private static Earned earned(Sum sum) {
        return new Earned(sum.bytes(), sum.microcredits());
    }

    private static RefusalReason reason(ReceiptRefusal why) {
        return switch (why) {
            case UNKNOWN_TICKET -> RefusalReason.UNKNOWN_TICKET;
            case SIGNATURE -> RefusalReason.SIGNATURE;
            case WRONG_PEER -> RefusalReason.WRONG_PEER;
            case OVER_CLAIM -> RefusalReason.OVER_CLAIM;
            case BACKWARDS -> RefusalReason.BACKWARDS;
            case LATE -> RefusalReason.LATE;
            case MALFORMED -> RefusalReason.MALFORMED;
        };
    }

    ReceiptPage receipts(Optional<String> after) throws ControlRefusedException {
        Optional<ReceiptPlace> from = after.flatMap(ReceiptPlace::parse);
        if (after.isPresent() && from.isEmpty()) {
            throw new ControlRefusedException(Rpc.INVALID_PARAMS, "no page of receipts ended with " + after.get());
        }
        List<ReceiptBook.Listed> listed = book.listed(from, ReceiptPage.MOST);
        Optional<String> next = listed.size() < ReceiptPage.MOST
                ? Optional.empty()
                : Optional.of(listed.getLast().place().asText());
        return new ReceiptPage(listed.stream().map(EarningsReports::held).toList(), next);
    }

    private static HeldReceipt held(ReceiptBook.Listed listed) {
        ReceiptBook.Entry entry = listed.entry();
        return new HeldReceipt(
                entry.ticketId(),
                entry.site().hex(),
                Instant.ofEpochMilli(listed.changedAt()),
                entry.count(),
                entry.price(),
                earned(entry.bytes(), entry.price()),
                earned(listed.settledBytes(), entry.price()),
                listed.refused().map(EarningsReports::reason),
                entry.ticketJws(),
                entry.receiptJws());
    }

    private static Earned earned(long bytes, long price) {
        return new Earned(bytes, Price.earned(bytes, price));
    }
}
