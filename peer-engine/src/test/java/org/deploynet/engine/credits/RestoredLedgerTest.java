package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Transfer;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.deploynet.signaling.ledger.Transfers.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of receipts that a ledger had paid for before it was put back, when they are handed in once more. */
class RestoredLedgerTest {
    private static final Path FOLDER = Path.of("/receipts");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final SimulatedDisk disk = new SimulatedDisk(1);

    @SuppressWarnings("NullAway.Init")
    private PaidPeer peer;

    @SuppressWarnings("NullAway.Init")
    private KeyId site;

    @BeforeEach
    void open() throws Exception {
        peer = new PaidPeer(folder.resolve("ledger.db"), clock);
        site = peer.sites.getFirst();
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static long earned(long pieces) {
        return Price.earned(pieces * PaidPeer.PIECE, Price.DEFAULT);
    }

    /**
     * Three tickets: one paid before the backup, one issued before it and paid after, one that came after it. Afterwards the ledger is
     * as it was at the backup.
     */
    private void payAndPutBack(ReceiptBook book) throws Exception {
        Path backup = folder.resolve("backup.db");
        Issued paidBefore = peer.ticket(site, "a");
        Issued paidAfter = peer.ticket(site, "b");
        PaidPeer.receipt(book, paidBefore, 3);
        assertTrue(book.flush());
        peer.settle(book);
        peer.bank.backUp(backup);
        PaidPeer.receipt(book, paidAfter, 5);
        PaidPeer.receipt(book, peer.ticket(site, "c"), 7);
        assertTrue(book.flush());
        peer.settle(book);
        assertEquals(book.totals().measured(), book.totals().settled());
        peer.bank.putBack(backup);
    }

    private void assertPaidWhereTheTicketIsKnown(ReceiptBook book) {
        Totals totals = book.totals();
        long known = earned(3) + earned(5);
        assertEquals(new Sum(8 * PaidPeer.PIECE, known), totals.settled());
        assertEquals(Map.of(ReceiptRefusal.UNKNOWN_TICKET, new Sum(7 * PaidPeer.PIECE, earned(7))), totals.refused());
        assertEquals(known, peer.bank.balance(peer.peer).pending(), "none is paid twice");
        assertEquals(Optional.empty(), peer.compare(book), "and both agree");
        peer.bank.verify();
    }

    @Test
    void areConfirmedAgainWhereTheirTicketIsKnownAndRefusedElsewhere() throws Exception {
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            payAndPutBack(book);
            assertEquals(earned(3) + earned(5) + earned(7), book.reopen());
            assertEquals(Sum.ZERO, book.totals().settled(), "nothing is said to be confirmed that may be forgotten");
            peer.settle(book);
            assertPaidWhereTheTicketIsKnown(book);
        }
    }

    @Test
    void areHandedInOnceMoreAlsoAfterAKillAndAnotherAcceptance() throws Exception {
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            payAndPutBack(book);
            book.reopen();
        }
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            assertEquals(0, book.reopen(), "they were reopened already");
            peer.settleSome(book);
            assertTrue(book.flush());
            book.reopen();
            peer.settle(book);
            assertPaidWhereTheTicketIsKnown(book);
        }
    }

    @Test
    void outliveTheJournalThatIsWrittenAnew() throws Exception {
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock, 1)) {
            payAndPutBack(book);
            book.reopen();
            clock.advance(Duration.ofDays(2));
            PaidPeer.receipt(book, peer.ticket(site, "d"), 1);
            assertTrue(book.flush());
        }
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            assertEquals(Sum.ZERO, book.totals().settled());
            assertEquals(4, book.unsettled(16).size(), "what waits for an answer is not summed up");
        }
    }

    @Test
    void transfersAreAskedForOnceMoreAndMoveWhatTheLedgerHasForgotten() throws Exception {
        try (var state = StateStore.open(folder.resolve("state"))) {
            var orders = new TransferBook(state, clock);
            TransferBook.Order order = orders.order(site, 5).orElseThrow();
            earnAvailable();
            peer.bank.backUp(folder.resolve("before.db"));
            assertEquals(Outcome.DONE, transfer(order));
            orders.done(order.id());
            peer.bank.putBack(folder.resolve("before.db"));
            assertEquals(0, peer.bank.transferred(peer.peer));

            orders.reopen();
            assertEquals(Optional.of(order), orders.next(), "under the same id");
            assertEquals(Outcome.DONE, transfer(order));
            assertEquals(Outcome.DONE, transfer(order));
            orders.done(order.id());
            assertEquals(5, peer.bank.transferred(peer.peer));
            peer.bank.verify();
        }
    }

    private Outcome transfer(TransferBook.Order order) {
        return peer.bank.transfer(
                peer.peer, new Transfer(1, order.id(), order.site(), order.microcredits()), peer.sites);
    }

    private void earnAvailable() throws Exception {
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            PaidPeer.receipt(book, peer.ticket(site, "a"), 4);
            assertTrue(book.flush());
            peer.settle(book);
        }
        clock.advance(Duration.ofDays(4));
        peer.bank.mature();
    }
}
