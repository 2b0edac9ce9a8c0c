package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deploynet.engine.credits.TransferBook.Order;
import org.deploynet.engine.credits.TransferBook.Refusal;
import org.deploynet.engine.credits.TransferBook.State;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.signaling.ledger.Transfers.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders to give credits away, against the network's real ledger, whoever dies when. */
class TransferBookTest {
    private static final KeyId SITE = new KeyId("%040x".formatted(1));
    private static final KeyId STRANGER = new KeyId("%040x".formatted(99));
    private static final int WALKS = 20;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();

    @SuppressWarnings("NullAway.Init")
    private StateStore state;

    @SuppressWarnings("NullAway.Init")
    private TransferBook book;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder.resolve("state"));
        book = new TransferBook(state, clock);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private void restart() throws IOException {
        state.close();
        open();
    }

    private static long spent(TransferBook.Listed listed) {
        return listed.earlier()
                + listed.orders().stream()
                        .filter(order -> order.state() == State.DONE)
                        .mapToLong(Order::microcredits)
                        .sum();
    }

    /** The network's answer to the oldest order, empty if there is none. */
    private Optional<Outcome> ask(PaidPeer peer) {
        return book.next()
                .map(order -> peer.bank.transfer(
                        peer.peer, new Transfer(1, order.id(), order.site(), order.microcredits()), peer.sites));
    }

    private void answer(Order asked, Outcome outcome) {
        switch (outcome) {
            case DONE -> book.done(asked.id());
            case NOT_ENOUGH -> book.refused(asked.id(), Refusal.NOT_ENOUGH);
            case UNKNOWN_SITE -> book.refused(asked.id(), Refusal.UNKNOWN_SITE);
            case OTHER_FIGURES -> throw new AssertionError("an id with other figures than before");
        }
    }

    private void askAndHear(PaidPeer peer) {
        Optional<Order> next = book.next();
        ask(peer).ifPresent(outcome -> answer(next.orElseThrow(), outcome));
    }

    /** Credits that are the super-peer's own: 4 pieces of 256 KiB a ticket. */
    private void earn(PaidPeer peer, int tickets) throws IOException {
        try (ReceiptBook receipts = ReceiptBook.open(Path.of("/receipts"), new SimulatedDisk(1), clock)) {
            for (int i = 0; i < tickets; i++) {
                PaidPeer.receipt(receipts, peer.ticket(SITE, "link-" + i), 4);
            }
            assertTrue(receipts.flush());
            peer.settle(receipts);
        }
        clock.advance(Duration.ofDays(4));
        peer.bank.mature();
    }

    @Test
    void anOrderIsThereUnderItsIdBeforeAnybodyIsAskedAndAfterAKill() throws Exception {
        Order ordered = book.order(SITE, 7).orElseThrow();
        assertEquals(Optional.of(ordered), book.next());
        restart();
        assertEquals(Optional.of(ordered), book.next());
        assertEquals(0, spent(book.listed()), "nothing is spent before the network says so");
    }

    @Test
    void anAnswerThatIsLostMovesNothingTwice() throws Exception {
        try (var peer = new PaidPeer(folder.resolve("ledger.db"), clock)) {
            earn(peer, 5);
            long available = peer.bank.balance(peer.peer).available();
            book.order(SITE, 3_000);
            assertEquals(Optional.of(Outcome.DONE), ask(peer));
            restart();
            assertEquals(Optional.of(Outcome.DONE), ask(peer), "asked again after a kill");
            askAndHear(peer);
            assertEquals(3_000, spent(book.listed()));
            assertEquals(available - 3_000, peer.bank.balance(peer.peer).available());
            assertEquals(Optional.empty(), book.next());
            peer.bank.verify();
        }
    }

    @Test
    void whatTheNetworkRefusesIsSaidWithItsReasonAndMovesNothing() throws Exception {
        try (var peer = new PaidPeer(folder.resolve("ledger.db"), clock)) {
            earn(peer, 1);
            long available = peer.bank.balance(peer.peer).available();
            book.order(SITE, available + 1);
            askAndHear(peer);
            book.order(STRANGER, 1);
            askAndHear(peer);
            assertEquals(
                    List.of(Optional.of(Refusal.UNKNOWN_SITE), Optional.of(Refusal.NOT_ENOUGH)),
                    book.listed().orders().stream().map(Order::refused).toList());
            assertEquals(0, spent(book.listed()));
            assertEquals(available, peer.bank.balance(peer.peer).available());
            book.order(SITE, available);
            askAndHear(peer);
            assertEquals(available, spent(book.listed()), "all there is can be given");
            peer.bank.verify();
        }
    }

    @Test
    void whatIsDoneStaysDone() {
        Order order = book.order(SITE, 5).orElseThrow();
        book.done(order.id());
        book.refused(order.id(), Refusal.NOT_ENOUGH);
        book.done("of nobody");
        assertEquals(5, spent(book.listed()));
        assertEquals(1, book.listed().orders().size());
    }

    @Test
    void noMoreThanAPersonOrdersWait() {
        for (int i = 0; i < TransferBook.MOST_WAITING; i++) {
            book.order(SITE, 1);
        }
        assertEquals(Optional.empty(), book.order(SITE, 1));
        book.done(book.next().orElseThrow().id());
        assertTrue(book.order(SITE, 1).isPresent());
    }

    @Test
    void theOldestBecomeASumAndNoneIsLostFromIt() throws Exception {
        long done = 0;
        for (int i = 1; i <= TransferBook.MOST + 50; i++) {
            Order order = book.order(SITE, i).orElseThrow();
            if (i % 3 == 0) {
                book.refused(order.id(), Refusal.NOT_ENOUGH);
            } else {
                book.done(order.id());
                done += i;
            }
        }
        restart();
        assertEquals(TransferBook.MOST, book.listed().orders().size());
        assertTrue(book.listed().earlier() > 0);
        assertEquals(done, spent(book.listed()));
    }

    @Test
    void whoeverDiesWhenWhatIsSpentIsWhatTheLedgerMovedAndItSumsToNothing() throws Exception {
        for (int seed = 0; seed < WALKS; seed++) {
            var random = new Random(seed);
            try (var peer = new PaidPeer(folder.resolve("ledger-" + seed + ".db"), clock)) {
                earn(peer, 3);
                long before = spent(book.listed());
                for (int step = 0; step < 40; step++) {
                    step(peer, random);
                }
                while (book.next().isPresent()) {
                    askAndHear(peer);
                }
                assertEquals(peer.bank.transferred(peer.peer), spent(book.listed()) - before, "seed " + seed);
                peer.bank.verify();
            }
        }
    }

    private void step(PaidPeer peer, Random random) throws Exception {
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                if (book.listed().orders().stream()
                                .filter(order -> order.state() == State.WAITING)
                                .count()
                        < TransferBook.MOST_WAITING) {
                    book.order(random.nextInt(8) == 0 ? STRANGER : SITE, 1 + random.nextInt(1_500));
                }
            }
            case 2 -> ask(peer); // and its answer is lost
            case 3 -> askAndHear(peer);
            case 4 -> restart();
            default -> peer.bank.restart();
        }
    }
}
