package org.deploynet.engine.credits;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.deploynet.engine.credits.ReceiptBook.Mending;
import org.deploynet.engine.serve.NetworkBank;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Inclusion;
import org.deploynet.protocol.signaling.FromSuperPeer.Statement;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.deploynet.signaling.ledger.TicketOffice.Request;

/** A super-peer's dealings with the network's real ledger, without what lies between them. For one thread. */
final class PaidPeer implements AutoCloseable {
    static final long PIECE = 256 * 1024;
    private static final SigningKey NETWORK = SigningKey.generate();
    private static final SigningKey SESSION = SigningKey.generate();

    final KeyId peer = SigningKey.generate().id();
    final List<KeyId> sites = List.of(new KeyId("%040x".formatted(1)), new KeyId("%040x".formatted(2)));
    final NetworkBank bank;
    private long refs;

    PaidPeer(Path database, Clock clock) throws SQLException {
        bank = new NetworkBank(database, clock, NETWORK);
        sites.forEach(site -> bank.grant(site, 1_000_000));
    }

    Issued ticket(KeyId site, String link) {
        return tryTicket(site, link).orElseThrow();
    }

    /** Empty when the site has too little left. */
    Optional<Issued> tryTicket(KeyId site, String link) {
        String anything = "sha-256 AA";
        return bank.issue(new Request(
                link, site, peer, anything, anything, SESSION.publicKey(), Ticket.FIRST_MAX_BYTES, Price.DEFAULT));
    }

    /** The visitor's word that so many pieces arrived. */
    static void receipt(ReceiptBook book, Issued issued, long pieces) {
        var receipt = new Receipt(issued.ticket().id(), pieces, pieces * PIECE);
        book.add(issued.jws(), issued.ticket(), receipt.sign(SESSION), receipt);
    }

    /** Settles all there is to settle. */
    void settle(ReceiptBook book) {
        while (settleSome(book)) {
            book.flush();
        }
    }

    /** One message to the network and its answer; false if there was nothing to say. */
    boolean settleSome(ReceiptBook book) {
        List<ReceiptBook.Entry> entries = book.unsettled(16);
        List<String> ended = book.endedLinks(64);
        if (entries.isEmpty() && ended.isEmpty()) {
            return false;
        }
        answer(book, ask(entries, ended));
        book.forget(ended);
        return true;
    }

    Settled ask(List<ReceiptBook.Entry> entries, List<String> ended) {
        return bank.settle(
                peer, entries.stream().map(ReceiptBook.Entry::receiptJws).toList(), ended);
    }

    static void answer(ReceiptBook book, Settled answer) {
        book.settled(answer.accepted());
        answer.refused().forEach(refused -> book.refused(refused.ticket(), refused.why()));
    }

    /** Asks for the statement, if the book is ready for it. Empty if it was not, or agreed. */
    Optional<Mending> compare(ReceiptBook book) {
        var found = new AtomicReference<Optional<Mending>>(Optional.empty());
        var check = new StatementCheck(book, mending -> found.set(Optional.of(mending)));
        Optional<Statement> question = check.next(++refs);
        while (question.isPresent()) {
            check.answered(bank.answer(peer, question.get()));
            question = check.next(++refs);
        }
        book.flush();
        return found.get();
    }

    /** Has the network show what it posted, by this checkpoint; returns how much of it was not shown. */
    long prove(ReceiptBook book, Checkpoint checkpoint, Clock clock) {
        var checks = new InclusionChecks(book, peer, () -> Optional.of(checkpoint), clock);
        Optional<Inclusion> question = checks.next(++refs);
        while (question.isPresent()) {
            checks.answered(bank.answer(question.get()));
            question = checks.next(++refs);
        }
        book.flush();
        return checks.unshown();
    }

    @Override
    public void close() {
        bank.close();
    }
}
