package org.deploynet.engine.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.limits.ManualTicker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.signaling.ledger.TicketOffice;

/**
 * Random visits to one super-peer, and the network that pays for them: real sessions, pump, receipt book, settlement and ledger
 * on a clock that stands still between the steps. Everything follows from the seed. For one thread.
 */
final class AccountingWorld implements AutoCloseable {
    private static final Path BOOK = Path.of("/receipts");
    private static final int AT_ONCE = 12;
    private static final long GRANTED = 1_000_000_000;
    /** What came out; bytes. */
    record Result(int visits, int cut, long counted, long receipts, long ledger, int restarts) {}

    private final Random random;
    private final ManualTicker ticker = new ManualTicker();
    private final Clock clock = new TickerClock(ticker);
    private final SigningKey network = SigningKey.generate();
    private final SigningKey self = SigningKey.generate();
    private final SigningKey site = SigningKey.generate();
    private final Shelf shelf = Shelf.ofASite();
    private final SimulatedDisk disk;
    private final TicketGate gate = new TicketGate(self.id(), ServeLab.PEER_PRINT, clock);
    private final UploadPump pump = new UploadPump(new UploadBudget(UploadBudget.UNLIMITED, ticker), ticker);
    private final List<Visit> open = new ArrayList<>();
    private final Map<String, Visit> byLink = new HashMap<>();
    private final Map<String, Long> receipted = new HashMap<>();
    private final NetworkBank bank;
    private final Pages pages;
    private final TicketRequests requests;
    private final LinkSession.House house;
    private ReceiptBook book;
    private int begun;
    private int finished;
    private int cut;
    private int restarts;
    private int superPeerRestarts;
    private long counted;

    /** Makes the pages of a world. */
    interface PageMaker {
        Pages make(Shelf shelf) throws IOException;
    }

    AccountingWorld(long seed, Path database, PageMaker maker) throws IOException, SQLException {
        this.random = new Random(seed);
        this.disk = new SimulatedDisk(seed);
        this.pages = maker.make(shelf);
        this.requests = new TicketRequests(new Random(seed), site.id(), self.id(), pages.sessionKey());
        this.bank = new NetworkBank(database, clock, network);
        bank.grant(site.id(), GRANTED);
        gate.pin(network.publicKey());
        this.book = ReceiptBook.open(BOOK, disk, clock);
        var server = new PieceServer(shelf, shelf, clock);
        this.house = new LinkSession.House(
                gate,
                server,
                pump,
                (ticketJws, ticket, receiptJws, receipt) -> {
                    Optional.ofNullable(byLink.get(ticket.link())).orElseThrow().accepted(receipt);
                    book.add(ticketJws, ticket, receiptJws, receipt);
                },
                ticker,
                () -> ServePhase.OPEN);
    }

    /** Runs until {@code visits} are over or {@code atMost} has passed, and compares everything. */
    Result run(int visits, Duration atMost) throws IOException, SQLException {
        long until = System.nanoTime() + atMost.toNanos();
        while (finished < visits && System.nanoTime() < until) {
            while (open.size() < AT_ONCE && begun < visits) {
                begin();
            }
            step();
        }
        while (!open.isEmpty()) {
            step();
        }
        return compare();
    }

    private void begin() {
        var link = "link-" + ++begun;
        TicketOffice.Issued issued = bank.issue(requests.first(link)).orElseThrow();
        try {
            gate.check(issued.jws(), link);
        } catch (ProtocolException e) {
            throw new AssertionError("an honest ticket was refused", e);
        }
        var held = new HeldLink(link);
        var ledger = new TicketLedger(issued.jws(), issued.ticket());
        var visit = new Visit(
                new Random(random.nextLong()),
                shelf,
                held,
                new LinkSession(held, ledger, house),
                issued.ticket(),
                pages);
        open.add(visit);
        byLink.put(link, visit);
    }

    private void step() throws IOException, SQLException {
        long millis = random.nextInt(40);
        ticker.advance(Duration.ofMillis(millis));
        open.forEach(visit -> visit.act(millis));
        open.forEach(Visit::toPeer);
        serve();
        open.forEach(Visit::toPage);
        pages.run(millis);
        renew();
        finish();
        network();
        rarely();
    }

    /** Lets the super-peer do all that it can do at this instant. */
    private void serve() {
        open.forEach(Visit::wake);
        for (int round = 0; round < 3; round++) {
            pump.round();
            open.forEach(Visit::handleAll);
        }
    }

    private void renew() {
        for (Visit visit : List.copyOf(open)) {
            if (visit.takeRenewal()) {
                visit.renewed(random.nextInt(12) == 0 ? Optional.empty() : renewal(visit));
            }
        }
    }

    private Optional<Page.Renewal> renewal(Visit visit) {
        return bank.issue(requests.renewal(visit.firstTicket()))
                .map(issued -> new Page.Renewal(issued.jws(), issued.ticket()));
    }

    private void finish() {
        for (Visit visit : List.copyOf(open)) {
            if (visit.isOver()) {
                book.ended(visit.link());
                visit.check().forEach((ticket, bytes) -> receipted.merge(ticket, bytes, Math::max));
                counted += visit.counted();
                cut += visit.wasCut() ? 1 : 0;
                finished++;
                open.remove(visit);
                byLink.remove(visit.link());
            }
        }
    }

    private void network() {
        if (random.nextInt(8) == 0) {
            book.flush();
            settleOnce();
        }
    }

    /** False if there was nothing to say. */
    private boolean settleOnce() {
        List<String> receipts =
                book.unsettled(16).stream().map(ReceiptBook.Entry::receiptJws).toList();
        List<String> ended = book.endedLinks(64);
        if (receipts.isEmpty() && ended.isEmpty()) {
            return false;
        }
        Settled settled = bank.settle(self.id(), receipts, ended);
        if (!settled.refused().isEmpty()) {
            throw new AssertionError("honest receipts were refused: " + settled.refused());
        }
        boolean answerIsLost = random.nextInt(10) == 0;
        if (!answerIsLost) {
            book.forget(ended);
            book.settled(settled.accepted());
            book.flush();
        }
        return true;
    }

    private void rarely() throws IOException, SQLException {
        switch (random.nextInt(4_000)) {
            case 0 -> {
                restarts++;
                bank.restart();
            }
            case 1 -> {
                superPeerRestarts++;
                restartSuperPeer();
            }
            case 2 -> jump(Duration.ofMinutes(11));
            // The receipts that wait are then paid from what is free.
            case 3 -> jump(Duration.ofHours(25));
            default -> {}
        }
    }

    private void restartSuperPeer() throws IOException {
        open.forEach(Visit::cut);
        finish();
        book.close();
        var before = book.totals();
        book = ReceiptBook.open(BOOK, disk, clock);
        if (!before.equals(book.totals())) {
            throw new AssertionError("after a restart the book says " + book.totals() + ", not " + before);
        }
    }

    // Only while nothing is under way: nobody's line stands still for minutes without being cut.
    private void jump(Duration time) {
        for (int i = 0; i < 200 && !open.stream().allMatch(Visit::isQuiet); i++) {
            open.forEach(Visit::toPeer);
            serve();
            open.forEach(Visit::toPage);
            pages.run(10);
            ticker.advance(Duration.ofMillis(10));
            renew();
        }
        if (open.stream().allMatch(Visit::isQuiet)) {
            ticker.advance(time);
            pages.run(time.toMillis());
            bank.releaseDue();
        }
    }

    private Result compare() {
        book.flush();
        while (settleOnce()) {
            // Until nothing is left.
        }
        Map<String, NetworkBank.Posted> posted = bank.tickets();
        receipted.forEach((ticket, bytes) -> {
            var row = Objects.requireNonNull(posted.get(ticket), ticket);
            equal("ticket " + ticket, bytes, row.bytes());
        });
        long receipts = receipted.values().stream().mapToLong(Long::longValue).sum();
        long ledger =
                posted.values().stream().mapToLong(NetworkBank.Posted::bytes).sum();
        equal("bytes in the ledger", receipts, ledger);
        equal("bytes in the book", receipts, book.totals().measured().bytes());
        equal("settled bytes in the book", receipts, book.totals().settled().bytes());
        long earned =
                posted.values().stream().mapToLong(NetworkBank.Posted::earned).sum();
        equal("microcredits in the book", earned, book.totals().measured().microcredits());
        checkHeld();
        bank.check(self.id(), site.id(), GRANTED);
        return new Result(finished, cut, counted, receipts, ledger, restarts + superPeerRestarts);
    }

    // A super-peer that is restarted forgets links on which nothing was receipted; what is held for them goes back by
    // itself.
    private void checkHeld() {
        if (superPeerRestarts == 0) {
            equal("held for links that are over", 0, bank.reserved(site.id()));
        }
        ticker.advance(Duration.ofHours(25));
        bank.releaseDue();
        equal("held a day later", 0, bank.reserved(site.id()));
    }

    private static void equal(String what, long expected, long found) {
        if (expected != found) {
            throw new AssertionError(what + ": " + found + ", not " + expected);
        }
    }

    @Override
    public void close() {
        pages.close();
        book.close();
        bank.close();
    }
}
