package org.deploynet.engine.rendezvous;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.deploynet.engine.rendezvous.Nudges.Nudge;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.signaling.ToSuperPeer.RefusedReceipt;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;

/**
 * What one connection tells of its own accord: everything when it begins, load and receipts every 10 s, with questions about what was posted in between, and what a nudge
 * names soon after it, several nudges at once. Its own thread sends; the rest is safe from any.
 */
final class Reports implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Reports.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(10);
    /** Between two reports; a filling cache would otherwise tell of each file. */
    private static final Duration GAP = Duration.ofMillis(250);

    /** In turns of {@link #EVERY}: whoever is demoted shall read it within a minute. */
    private static final int REPUTATION_EVERY = 6;

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int MAX_RECEIPTS = 16;
    private static final int MAX_ENDED = 64;
    /** Of one message of at most 64 KiB, in which 64 links may take 4 KiB. */
    private static final int MAX_RECEIPT_CHARS = 52 * 1024;

    private final Consumer<FromSuperPeer> send;
    private final LongSupplier nextRef;
    private final RendezvousEvents events;
    private final Settlement settlement;
    private final Nudges nudges;
    private final TransferTurns transfers;
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile boolean isReachWanted;
    private volatile boolean keepsAccounts;
    private volatile boolean keepsReputations;
    private boolean askedLast;
    private long settlingRef;
    private long settlingSince;
    private List<String> endedAsked = List.of();

    Reports(
            Consumer<FromSuperPeer> send,
            LongSupplier nextRef,
            RendezvousEvents events,
            Settlement settlement,
            Nudges nudges,
            TransferTurns transfers) {
        this.send = send;
        this.nextRef = nextRef;
        this.events = events;
        this.settlement = settlement;
        this.nudges = nudges;
        this.transfers = transfers;
    }

    /**
     * @param reachWanted whether the server wants to know how this super-peer is reached
     * @param accounts whether it answers questions about what it posted
     * @param reputations whether it says what it makes of this super-peer
     */
    void start(boolean reachWanted, boolean accounts, boolean reputations) {
        isReachWanted = reachWanted;
        keepsAccounts = accounts;
        keepsReputations = reputations;
        EnumSet.allOf(Nudge.class).forEach(nudges::nudge);
        thread = Optional.of(Thread.ofVirtual().name("signaling-reports").start(this::run));
    }

    private void run() {
        try {
            long periodicAt = System.nanoTime() + EVERY.toNanos();
            int turns = 0;
            while (true) {
                Set<Nudge> due = nudges.take(periodicAt - System.nanoTime());
                if (System.nanoTime() - periodicAt >= 0) {
                    periodicAt = System.nanoTime() + EVERY.toNanos();
                    due.add(Nudge.LOAD);
                    due.add(Nudge.SETTLE);
                    due.add(Nudge.TRANSFER);
                    if (++turns % REPUTATION_EVERY == 0) {
                        due.add(Nudge.REPUTATION);
                    }
                }
                report(due);
                TimeUnit.NANOSECONDS.sleep(GAP.toNanos());
            }
        } catch (InterruptedException closed) {
            LOG.log(System.Logger.Level.DEBUG, "no further reports on this connection");
        }
    }

    private void report(Set<Nudge> now) {
        try {
            if (now.contains(Nudge.INVENTORY)) {
                send.accept(events.inventory());
            }
            if (now.contains(Nudge.LOAD)) {
                send.accept(events.load());
            }
            if (now.contains(Nudge.SETTLE)) {
                settleOrAsk();
            }
            if (now.contains(Nudge.TRANSFER)) {
                transfers.ask();
            }
            if (now.contains(Nudge.REACH) && isReachWanted) {
                events.reach(nextRef.getAsLong()).ifPresent(send);
            }
            if (now.contains(Nudge.REPUTATION) && keepsReputations) {
                send.accept(new FromSuperPeer.Reputation(nextRef.getAsLong()));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a report to the network failed", e);
        }
    }

    // One at a time, so that an answer always belongs to the receipts handed out last; in turns, so that neither waits
    // for
    // the other's end.
    private void settleOrAsk() {
        if (isSettling()) {
            return;
        }
        boolean questionFirst = !askedLast;
        askedLast = questionFirst && ask();
        if (!askedLast && !settle()) {
            askedLast = !questionFirst && ask();
        }
    }

    private boolean ask() {
        Optional<FromSuperPeer> question = keepsAccounts ? settlement.question(nextRef.getAsLong()) : Optional.empty();
        question.ifPresent(asked -> {
            opened(refOf(asked), List.of());
            send.accept(asked);
        });
        return question.isPresent();
    }

    private static long refOf(FromSuperPeer question) {
        return switch (question) {
            case FromSuperPeer.Inclusion inclusion -> inclusion.ref();
            case FromSuperPeer.Statement statement -> statement.ref();
            default -> throw new IllegalStateException("no question: " + question);
        };
    }

    private boolean settle() {
        List<String> ended = settlement.endedLinks(MAX_ENDED);
        List<String> receipts = fitting(settlement.unsettled(MAX_RECEIPTS));
        boolean any = !receipts.isEmpty() || !ended.isEmpty();
        if (any) {
            send.accept(FromSuperPeer.Settle.of(opened(nextRef.getAsLong(), ended), receipts, ended));
        }
        return any;
    }

    private static List<String> fitting(List<String> receipts) {
        var fitting = new ArrayList<String>();
        int chars = 0;
        for (String receipt : receipts) {
            chars += receipt.length();
            if (chars <= MAX_RECEIPT_CHARS) {
                fitting.add(receipt);
            }
        }
        return fitting;
    }

    private synchronized boolean isSettling() {
        return settlingRef != 0 && System.nanoTime() - settlingSince < ANSWER_WITHIN.toNanos();
    }

    private synchronized long opened(long ref, List<String> ended) {
        settlingRef = ref;
        endedAsked = ended;
        settlingSince = System.nanoTime();
        return ref;
    }

    private synchronized boolean answered(long ref) {
        boolean mine = ref == settlingRef;
        if (mine) {
            settlingRef = 0;
            notifyAll();
        }
        return mine;
    }

    private synchronized List<String> endedTold() {
        return endedAsked;
    }

    void settled(Settled answer) {
        if (!answered(answer.ref())) {
            return;
        }
        List<String> told = endedTold();
        settlement.forget(told);
        settlement.settled(answer.accepted());
        for (RefusedReceipt refused : answer.refused()) {
            settlement.refused(refused.ticket(), refused.why());
        }
        if (!answer.accepted().isEmpty() || !answer.refused().isEmpty() || !told.isEmpty()) {
            nudges.nudge(Nudge.SETTLE);
        }
    }

    void included(Included answer) {
        if (answered(answer.ref())) {
            settlement.included(answer);
            nudges.nudge(Nudge.SETTLE);
        }
    }

    void stated(Stated answer) {
        if (answered(answer.ref())) {
            settlement.stated(answer);
            nudges.nudge(Nudge.SETTLE);
        }
    }

    /** The server refused message {@code ref}; its receipts are tried again at the next turn. */
    void refused(long ref) {
        answered(ref);
    }

    /** Settles once more and waits for the answer, for at most {@code patience}. */
    void settleLast(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        if (!isSettling()) {
            settle();
        }
        awaitAnswer(until);
    }

    private synchronized void awaitAnswer(long until) throws InterruptedException {
        for (long left = until - System.nanoTime(); settlingRef != 0 && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
