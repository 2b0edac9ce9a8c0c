package org.deploynet.engine.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Inclusion;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.ProvenEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InclusionChecksTest {
    private static final Path FOLDER = Path.of("/receipts");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();

    @SuppressWarnings("NullAway.Init")
    private PaidPeer peer;

    @SuppressWarnings("NullAway.Init")
    private ReceiptBook book;

    @BeforeEach
    void open() throws Exception {
        peer = new PaidPeer(folder.resolve("ledger.db"), clock);
        book = ReceiptBook.open(FOLDER, new SimulatedDisk(1), clock);
    }

    @AfterEach
    void close() {
        book.close();
        peer.close();
    }

    // 20 tickets are two questions; the first one was paid 18 times, which is two answers.
    private Checkpoint settled() throws Exception {
        var first = peer.ticket(peer.sites.getFirst(), "link");
        for (int pieces = 1; pieces <= 18; pieces++) {
            PaidPeer.receipt(book, first, pieces);
            book.flush();
            peer.settle(book);
        }
        for (int i = 1; i < 20; i++) {
            PaidPeer.receipt(book, peer.ticket(peer.sites.get(i % 2), "link"), i);
        }
        book.flush();
        peer.settle(book);
        clock.advance(Duration.ofHours(1));
        return peer.bank.checkpoint();
    }

    private int unproven() {
        return book.unproven(Long.MAX_VALUE, 100).size();
    }

    @Test
    void allThatWasPostedIsShownPageByPage() throws Exception {
        Checkpoint checkpoint = settled();
        assertEquals(20, unproven());
        assertEquals(0, peer.prove(book, checkpoint, clock));
        assertEquals(0, unproven());
    }

    @Test
    void whatTheCheckpointDoesNotHaveYetIsAskedForAtALaterOne() throws Exception {
        Checkpoint before = peer.bank.checkpoint();
        Checkpoint after = settled();
        assertEquals(20, peer.prove(book, before, clock));
        assertEquals(20, unproven());
        assertEquals(0, peer.prove(book, after, clock));
        assertEquals(0, unproven());
    }

    @Test
    void ticketsThatMayStillBeInUseAreNotAskedFor() throws Exception {
        PaidPeer.receipt(book, peer.ticket(peer.sites.getFirst(), "link"), 4);
        book.flush();
        peer.settle(book);
        clock.advance(Duration.ofMinutes(14));
        Checkpoint checkpoint = peer.bank.checkpoint();
        var checks = new InclusionChecks(book, peer.peer, () -> Optional.of(checkpoint), clock);
        assertEquals(Optional.empty(), checks.next(1));
    }

    @Test
    void nothingIsAskedWhileTheNetworkBreaksItsWord() throws Exception {
        var kept = new AtomicReference<>(Optional.of(settled()));
        var checks = new InclusionChecks(book, peer.peer, kept::get, clock);
        assertTrue(checks.next(1).isPresent());
        kept.set(Optional.empty());
        assertEquals(Optional.empty(), checks.next(2));
    }

    @Test
    void noLieIsTakenForAProof() throws Exception {
        Checkpoint checkpoint = settled();
        var honest = new InclusionChecks(book, peer.peer, () -> Optional.of(checkpoint), clock);
        Inclusion question = honest.next(1).orElseThrow();
        Included answer = peer.bank.answer(question);
        assertEquals(Included.MOST, answer.entries().size());
        for (Included lie : lies(answer)) {
            var checks = new InclusionChecks(book, peer.peer, () -> Optional.of(checkpoint), clock);
            checks.next(1);
            checks.answered(lie);
            book.flush();
            assertEquals(20, unproven(), lie::toString);
            assertTrue(checks.unshown() > 0, lie::toString);
        }
    }

    @Test
    void whatAnotherSuperPeerWasPaidProvesNothing() throws Exception {
        Checkpoint checkpoint = settled();
        var checks = new InclusionChecks(book, new KeyId("%040x".formatted(77)), () -> Optional.of(checkpoint), clock);
        Optional<Inclusion> question = checks.next(1);
        while (question.isPresent()) {
            checks.answered(peer.bank.answer(question.get()));
            question = checks.next(1);
        }
        book.flush();
        assertEquals(20, checks.unshown());
        assertEquals(20, unproven());
    }

    private static List<Included> lies(Included honest) {
        var lies = new ArrayList<Included>();
        lies.add(with(honest, List.of()));
        ProvenEntry first = honest.entries().getFirst();
        LedgerEntry entry = first.entry();
        lies.add(with(honest, List.of(first, first)));
        lies.add(with(honest, List.of(new ProvenEntry(entry, first.path().reversed()))));
        lies.add(with(
                honest,
                List.of(new ProvenEntry(
                        new LedgerEntry(
                                entry.sequence(),
                                entry.at(),
                                entry.kind(),
                                entry.reference(),
                                entry.postings().replaceAll("=(\\d)", "=9$1")),
                        first.path()))));
        lies.add(with(
                honest,
                List.of(new ProvenEntry(
                        new LedgerEntry(
                                entry.sequence(),
                                entry.at(),
                                entry.kind(),
                                honest.entries().getLast().entry().reference() + "x",
                                entry.postings()),
                        first.path()))));
        return lies;
    }

    private static Included with(Included honest, List<ProvenEntry> entries) {
        return new Included(honest.ref(), honest.size(), entries);
    }
}
