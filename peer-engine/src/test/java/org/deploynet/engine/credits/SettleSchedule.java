package org.deploynet.engine.credits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.serve.NetworkBank;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.signaling.ledger.TicketOffice.Issued;

/**
 * One seeded life of a receipt book on a simulated disk and of the network's real ledger, in which both die at any step: the power goes
 * at an operation of the book's disk, the server's process ends inside a transaction, between two, or after the last one with the answer
 * unsaid, and an answer is lost, comes twice, or after the next question. At the end everything is mended, and every receipt that the book ever had forced is
 * paid, once.
 */
final class SettleSchedule {
    private static final Path FOLDER = Path.of("/receipts");
    private static final ReceiptBook.Pace PACE = new ReceiptBook.Pace(8_000, Duration.ofNanos(1));
    private static final List<Operation> FAILING = List.of(
            Operation.APPEND,
            Operation.READ,
            Operation.FORCE,
            Operation.TRUNCATE,
            Operation.RENAME,
            Operation.UNLINK,
            Operation.FORCE_FOLDER);

    /** The server's process ends where this clock is asked, which each entry of the ledger does before it is committed. */
    static final class DyingClock extends Clock {
        private final Clock clock;
        private int left = -1;

        DyingClock(Clock clock) {
            this.clock = clock;
        }

        /** At the nth question from now; 0 is never. */
        void dieAt(int nth) {
            left = nth - 1;
        }

        boolean isDead() {
            return left == -2;
        }

        void revive() {
            left = -1;
        }

        @Override
        public Instant instant() {
            if (left == 0 || left == -2) {
                left = -2;
                throw new IllegalStateException("the server's process ended (simulated)");
            }
            left = Math.max(-1, left - 1);
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final PaidPeer peer;
    private final DyingClock server;
    private final ManualClock clock;
    private final SimulatedDisk disk;
    private final Random random;
    private final Map<String, Long> forced = new HashMap<>();
    private final Map<String, Long> given = new HashMap<>();
    private final List<Issued> tickets = new ArrayList<>();
    private final Set<Settled> answers = new HashSet<>();
    private Optional<Settled> late = Optional.empty();
    private ReceiptBook book;
    private int crashes;

    SettleSchedule(PaidPeer peer, DyingClock server, ManualClock clock, long seed) throws IOException {
        this.peer = peer;
        this.server = server;
        this.clock = clock;
        this.disk = new SimulatedDisk(seed);
        this.random = new Random(seed);
        this.book = ReceiptBook.open(FOLDER, disk, clock, PACE);
    }

    /** How often one side died. @throws AssertionError what was verified is not what was paid */
    int run() throws Exception {
        for (int step = 6 + random.nextInt(10); step > 0; step--) {
            plant();
            step();
            if (disk.isOff()) {
                restart();
            }
            if (server.isDead()) {
                restartServer();
            }
        }
        disk.mend();
        disk.cutPowerAt(Long.MAX_VALUE / 2);
        server.revive();
        restart();
        finish();
        book.close();
        return crashes;
    }

    private void plant() {
        switch (random.nextInt(6)) {
            case 0 -> disk.cutPowerAt(1 + random.nextInt(12));
            case 1 -> server.dieAt(1 + random.nextInt(6));
            case 2 -> disk.failAt(FAILING.get(random.nextInt(FAILING.size())), 1 + random.nextInt(3), 1);
            default -> {
                // Most steps go well, or what was planted before is still to come.
            }
        }
    }

    private void step() throws Exception {
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> earn();
            case 3, 4 -> settle();
            default -> {
                clock.advance(Duration.ofHours(random.nextInt(40)));
                // None of them lives so long.
                tickets.clear();
                prove();
            }
        }
    }

    private void earn() {
        if (tickets.isEmpty() || random.nextInt(3) == 0) {
            issue();
        }
        for (int i = 1 + random.nextInt(4); i > 0 && !tickets.isEmpty(); i--) {
            Issued ticket = tickets.get(random.nextInt(tickets.size()));
            String id = ticket.ticket().id();
            long pieces = given.getOrDefault(id, 0L) + 1 + random.nextInt(3);
            given.put(id, pieces);
            PaidPeer.receipt(book, ticket, pieces);
            if (random.nextBoolean() && book.flush()) {
                forced.put(id, pieces);
            }
        }
        if (book.flush()) {
            tickets.forEach(ticket -> forced.put(
                    ticket.ticket().id(), given.getOrDefault(ticket.ticket().id(), 0L)));
        }
    }

    private void issue() {
        try {
            tickets.add(peer.ticket(peer.sites.get(random.nextInt(2)), "link"));
        } catch (IllegalStateException e) {
            check(server.isDead(), "a ticket was refused: " + e);
        }
    }

    private void settle() {
        List<ReceiptBook.Entry> entries = book.unsettled(1 + random.nextInt(16));
        if (random.nextBoolean()) {
            late.ifPresent(answer -> PaidPeer.answer(book, answer));
            late = Optional.empty();
        }
        if (random.nextInt(4) == 0) {
            // The question is lost.
            return;
        }
        try {
            Settled answer = peer.ask(entries, List.of());
            answers.add(answer);
            // Answers keep their order: none comes after a later one.
            late = Optional.empty();
            switch (random.nextInt(5)) {
                case 0 -> server.dieAt(1);
                case 1 -> late = Optional.of(answer);
                case 2 -> {
                    PaidPeer.answer(book, answer);
                    PaidPeer.answer(book, answer);
                }
                default -> PaidPeer.answer(book, answer);
            }
            if (random.nextBoolean()) {
                book.flush();
            }
        } catch (IllegalStateException e) {
            check(server.isDead(), "a settlement failed: " + e);
        }
    }

    private void prove() throws Exception {
        try {
            peer.prove(book, peer.bank.checkpoint(), clock);
            peer.compare(book).ifPresent(found -> check(false, "the statement differs: " + found));
        } catch (IllegalStateException e) {
            check(server.isDead(), "a proof was refused: " + e);
        }
    }

    private void restart() throws IOException {
        crashes++;
        // What the dead process still had in memory is gone with it; closing waits for its thread.
        book.close();
        disk.restart();
        book = opened();
        check(book.recovery().keptAside().isEmpty(), "a crash was taken for damage");
        tickets.clear();
        // The connection died with the process.
        late = Optional.empty();
    }

    // An engine whose disk fails does not start; its owner starts it again.
    private ReceiptBook opened() throws IOException {
        try {
            return ReceiptBook.open(FOLDER, disk, clock, PACE);
        } catch (IOException e) {
            disk.mend();
            return ReceiptBook.open(FOLDER, disk, clock, PACE);
        }
    }

    private void restartServer() throws Exception {
        crashes++;
        server.revive();
        peer.bank.restart();
    }

    private void finish() throws Exception {
        book.flush();
        peer.settle(book);
        check(book.answeredAt().isPresent(), "not all is answered");
        peer.compare(book).ifPresent(found -> check(false, "the statement differs: " + found));
        Map<String, NetworkBank.Posted> posted = new HashMap<>(peer.bank.tickets());
        posted.keySet().retainAll(given.keySet());
        check(posted.size() == given.size(), "the server forgot a ticket");
        posted.forEach((id, ticket) -> {
            long pieces = Math.ceilDiv(ticket.bytes(), PaidPeer.PIECE);
            check(pieces <= given.getOrDefault(id, 0L), "more was paid than verified");
            check(pieces >= forced.getOrDefault(id, 0L), "a receipt was lost: " + id);
        });
        long bytes =
                posted.values().stream().mapToLong(NetworkBank.Posted::bytes).sum();
        long earned =
                posted.values().stream().mapToLong(NetworkBank.Posted::earned).sum();
        Totals totals = book.totals();
        check(totals.measured().equals(totals.settled()), "not all that was verified is paid: " + totals);
        check(
                totals.settled().equals(new Totals.Sum(bytes, earned)),
                "the book says " + totals + ", the ledger " + bytes);
        var balance = peer.bank.balance(peer.peer);
        check(
                balance.pending() + balance.available() == earned,
                "the balance is " + balance + ", earned was " + earned);
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + "; answers " + answers);
        }
    }
}
