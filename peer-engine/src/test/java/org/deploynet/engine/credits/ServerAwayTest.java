package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thirty days without an answer, by a clock that is set: of a server that is down, and of one that runs without this super-peer. */
class ServerAwayTest {
    private static final Path FOLDER = Path.of("/receipts");
    private static final Path FILE = FOLDER.resolve("receipts.journal");
    private static final int LINKS = 60;
    private static final Duration AWAY = Duration.ofDays(30);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final SimulatedDisk disk = new SimulatedDisk(1);

    @SuppressWarnings("NullAway.Init")
    private PaidPeer peer;

    @BeforeEach
    void open() throws Exception {
        peer = new PaidPeer(folder.resolve("ledger.db"), clock);
    }

    @AfterEach
    void close() {
        peer.close();
    }

    /** Each link's last ticket, used up while nobody answers: without the server no further one is given out. */
    private long earn(KeyId site) throws Exception {
        long bytes = 0;
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            for (int link = 0; link < LINKS; link++) {
                PaidPeer.receipt(book, peer.ticket(site, "link-" + link), 1 + link);
                bytes += (1 + link) * PaidPeer.PIECE;
                book.ended("link-" + link);
            }
            assertTrue(book.flush());
        }
        return bytes;
    }

    /** An engine that starts each day and asks over and over. */
    private void wait30Days() throws Exception {
        long before = disk.length(FILE);
        for (int day = 0; day < AWAY.toDays(); day++) {
            try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
                for (int asked = 0; asked < 100; asked++) {
                    assertEquals(16, book.unsettled(16).size());
                }
                clock.advance(Duration.ofDays(1));
            }
        }
        assertEquals(before, disk.length(FILE), "waiting takes no room");
    }

    @Test
    void aServerThatWasDownPaysAllOfItAndTheReservationsAreStillThere() throws Exception {
        long bytes = earn(peer.sites.getFirst());
        wait30Days();
        peer.bank.restart();
        peer.bank.wasDown(AWAY);
        peer.bank.releaseDue();
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            assertTrue(peer.bank.tickets().values().stream().noneMatch(ticket -> ticket.released()));
            peer.settle(book);
            assertEquals(bytes, book.totals().settled().bytes());
            assertEquals(book.totals().measured(), book.totals().settled());
            assertEquals(Optional.empty(), peer.compare(book));
            assertEquals(
                    book.totals().settled().microcredits(),
                    peer.bank.balance(peer.peer).pending());
        }
    }

    @Test
    void aSuperPeerThatWasAwayIsPaidFromWhatTheSiteHasLeftAndTheRestIsCountedAsLate() throws Exception {
        var poor = new KeyId("%040x".formatted(3));
        peer.bank.grant(poor, 2);
        earn(poor);
        wait30Days();
        peer.bank.releaseDue();
        // Others serve the site meanwhile.
        int others = 0;
        while (others < 1000 && peer.tryTicket(poor, "other").isPresent()) {
            others++;
        }
        assertTrue(others > LINKS && others < 1000);
        try (ReceiptBook book = ReceiptBook.open(FOLDER, disk, clock)) {
            peer.settle(book);
            Totals totals = book.totals();
            assertEquals(Map.of(ReceiptRefusal.LATE, totals.measured().minus(totals.settled())), totals.refused());
            assertTrue(totals.refused()
                            .getOrDefault(ReceiptRefusal.LATE, Totals.Sum.ZERO)
                            .bytes()
                    > 0);
            assertEquals(
                    totals.settled().microcredits(),
                    peer.bank.balance(peer.peer).pending());
            assertEquals(0, book.unsettled(16).size());
        }
    }
}
