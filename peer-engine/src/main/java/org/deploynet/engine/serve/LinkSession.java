package org.deploynet.engine.serve;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;

/**
 * One visitor's link as a state machine: what each message, each sent parcel and the passing of time lead to. It never waits.
 * For one thread: its {@link LinkLoop}.
 */
final class LinkSession {
    static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final long FIRST_WANT_NANOS = TimeUnit.SECONDS.toNanos(60);
    static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);
    /** From then on a link is closed when its place is needed. */
    static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(120);

    static final long UNPAID_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** With something in its buffer that it does not take. */
    static final long DEAF_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long STAGING_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;
    private static final int WINDOW_BYTES = 4 * 1024 * 1024;
    private static final System.Logger LOG = System.getLogger(LinkSession.class.getName());

    private final PeerLink link;
    private final House house;
    private final Ticker ticker;
    private final TicketLedger ledger;
    private final Outbox outbox;
    private final OpenWants wants;
    private final MessageAllowance allowance;
    private final Finish finish = new Finish();
    private boolean greeted;
    private boolean asked;
    private boolean stagingFull;
    private volatile long activeAt;
    private volatile boolean spare;
    private volatile Optional<Long> waitingSince = Optional.empty();
    private volatile boolean ended;
    private volatile int openWants;

    /** What all sessions of an engine share. */
    record House(
            TicketGate gate,
            PieceServer server,
            UploadPump pump,
            ReceiptSink receipts,
            Ticker ticker,
            PhaseSource phases) {}

    /** Read at every step, so that a pause needs no message to each link but a wake. */
    @FunctionalInterface
    interface PhaseSource {
        ServePhase now();
    }

    LinkSession(PeerLink link, TicketLedger ledger, House house) {
        this.link = link;
        this.house = house;
        this.ticker = house.ticker();
        this.ledger = ledger;
        this.outbox = new Outbox(
                link,
                house.pump().staging(),
                house.pump().counters().ofSite(ledger.current().ticket().site()),
                ticker);
        this.wants = new OpenWants(link, outbox, house.server(), house.pump());
        this.allowance = new MessageAllowance(ticker);
        this.activeAt = ticker.nanos();
    }

    void begin() {
        house.pump().say(link, new LinkMessage.Hello(List.of(LinkMessage.VERSION), MAX_MESSAGE_BYTES, WINDOW_BYTES));
    }

    void handle(LinkInbox.Event event) {
        if (ended) {
            return;
        }
        wants.collect();
        try {
            switch (event) {
                case LinkInbox.Event.Control(byte[] utf8) -> control(utf8);
                case LinkInbox.Event.Woken() -> {}
                case LinkInbox.Event.Ended(LinkInbox.Ending why) -> inboxEnded(why);
            }
            if (!ended) {
                verifyDue();
                proceed();
            }
        } catch (ProtocolException e) {
            LOG.log(System.Logger.Level.DEBUG, "link closed: {0}", e.getMessage());
            end(Why.PROTOCOL);
        }
    }

    private void inboxEnded(LinkInbox.Ending why) {
        switch (why) {
            case CLOSED -> endSilently();
            case FLOODED -> end(Why.FLOODED);
            case BREACHED -> end(Why.PROTOCOL);
        }
    }

    private void control(byte[] utf8) throws ProtocolException {
        allowance.take();
        LinkMessage message = LinkCodec.decode(utf8);
        if (!greeted && !(message instanceof LinkMessage.Hello)) {
            throw new ProtocolException("the first message is not hello");
        }
        switch (message) {
            case LinkMessage.Hello hello -> greet(hello);
            case LinkMessage.Get get -> get(get);
            case LinkMessage.Cancel cancel -> wants.cancel(cancel.request());
            case LinkMessage.Ping ping -> pong();
            case LinkMessage.NewTicket ticket -> renew(ticket.jws());
            case LinkMessage.NewReceipt receipt -> ledger.receipt(receipt.jws());
            case LinkMessage.Bye bye -> endSilently();
            case LinkMessage.Refuse refuse -> throw new ProtocolException("refuse from a visitor");
            case LinkMessage.End end -> throw new ProtocolException("end from a visitor");
            case LinkMessage.Pong pong -> throw new ProtocolException("pong from a visitor");
        }
    }

    private void greet(LinkMessage.Hello hello) throws ProtocolException {
        if (greeted || !hello.versions().contains(LinkMessage.VERSION)) {
            throw new ProtocolException("a second hello or no common version");
        }
        greeted = true;
        activeAt = ticker.nanos();
        outbox.limitMessage(hello.maxMessage());
    }

    private void pong() {
        for (int i = 0; i < LinkMessage.PONGS; i++) {
            house.pump().say(link, new LinkMessage.Pong());
        }
    }

    private void get(LinkMessage.Get get) throws ProtocolException {
        asked = true;
        activeAt = ticker.nanos();
        for (LinkMessage.Want want : get.wants()) {
            if (wants.contains(want.request())) {
                throw new ProtocolException("a request number that is in use");
            }
            if (wants.size() == LinkMessage.MAX_OPEN_WANTS) {
                throw new ProtocolException("more than " + LinkMessage.MAX_OPEN_WANTS + " open wants");
            }
            switch (decide(want)) {
                case PieceServer.Decision.Accepted(Transfer transfer) -> wants.add(transfer);
                case PieceServer.Decision.Refused(LinkMessage.Refuse.Reason why, int retryAfterMs) ->
                    wants.refuse(want.request(), why, retryAfterMs);
            }
        }
    }

    private PieceServer.Decision decide(LinkMessage.Want want) throws ProtocolException {
        return house.phases().now() == ServePhase.OPEN
                ? house.server().decide(want, ledger.current(), house.pump().hasShareFor(outbox))
                : PieceServer.draining();
    }

    private void renew(String jws) throws ProtocolException {
        Ticket ticket = house.gate().check(jws, link.id());
        verifyAll();
        ledger.renew(jws, ticket);
    }

    // Whoever is waited for has paid as soon as it can be told.
    private void verifyDue() throws ProtocolException {
        if (waitingSince.isPresent()) {
            verifyAll();
        } else {
            ledger.verifyDue(ticker.nanos(), this::counted);
        }
    }

    private boolean verifyAll() throws ProtocolException {
        return ledger.verifyAll(ticker.nanos(), this::counted);
    }

    private void counted(UnverifiedReceipts.Verified receipt) {
        TicketAccount account = receipt.account();
        house.pump().counters().receiptedBytes.add(receipt.addedBytes());
        house.receipts().accept(account.jws(), account.ticket(), receipt.jws(), receipt.receipt());
    }

    /** What follows from the state alone: closing, waiting for a receipt, or reading what is sent next. */
    private void proceed() throws ProtocolException {
        wants.collect();
        if (isRefused()) {
            wants.refuseAll(LinkMessage.Refuse.Reason.BLOCKED);
        }
        Optional<Why> due = closingDue();
        if (due.isPresent()) {
            // A forged receipt is the reason that goes before all others.
            verifyAll();
            end(due.get());
            return;
        }
        activeAt = wants.isEmpty() ? activeAt : ticker.nanos();
        OpenWants.Staging staging = wants.stage(headroom());
        if (staging == OpenWants.Staging.UNPAID && verifyAll()) {
            staging = wants.stage(headroom());
        }
        long headroom = headroom();
        stagingFull = staging == OpenWants.Staging.NO_MEMORY;
        if (staging == OpenWants.Staging.UNPAID && outbox.isEmpty()) {
            waitForReceipt();
        } else if (!wants.isEmpty() || headroom >= Pieces.PIECE_BYTES) {
            // Whoever takes back what it asked owes as before.
            waitingSince = Optional.empty();
        }
        house.pump().shares(outbox, !wants.isEmpty() && waitingSince.isEmpty());
        openWants = wants.size();
    }

    private long headroom() {
        return ledger.headroom(outbox.rate().bytesPerSecond());
    }

    private void waitForReceipt() {
        if (waitingSince.isEmpty()) {
            waitingSince = Optional.of(ticker.nanos());
        }
    }

    private Optional<Why> closingDue() throws ProtocolException {
        long now = ticker.nanos();
        ServePhase phase = house.phases().now();
        if (phase == ServePhase.PAUSED) {
            return Optional.of(Why.PAUSED);
        }
        if (isFinishing(phase)) {
            verifyAll();
            if (finish.isThrough(now, ledger.unpaid(), link::bufferedBytes)) {
                return Optional.of(isRefused() ? Why.LIMIT : Why.DRAIN);
            }
        } else {
            finish.forget();
        }
        if (waitingSince.filter(since -> now - since >= UNPAID_NANOS).isPresent()) {
            return Optional.of(Why.UNPAID);
        }
        if (outbox.isTooMuch() || outbox.stalledNanos() >= DEAF_NANOS) {
            return Optional.of(Why.IDLE);
        }
        boolean idle = spare || now - activeAt >= patienceNanos();
        return wants.isEmpty() && idle ? Optional.of(Why.IDLE) : Optional.empty();
    }

    private boolean isFinishing(ServePhase phase) {
        return (phase == ServePhase.DRAINING || isRefused()) && wants.isEmpty();
    }

    private boolean isRefused() {
        return house.server().refuses(ledger.current().ticket());
    }

    private long patienceNanos() {
        if (!greeted) {
            return HELLO_NANOS;
        }
        return asked ? IDLE_NANOS : FIRST_WANT_NANOS;
    }

    /** Open for two minutes without a want, and not asked to leave yet. Safe from any thread. */
    boolean isIdle() {
        return !spare && openWants == 0 && ticker.nanos() - activeAt >= SPARE_NANOS;
    }

    /** Somebody else needs the place: closes at the next step. Safe from any thread. */
    void giveUpPlace() {
        spare = true;
    }

    /** Nanoseconds until the next message may be read. */
    long nanosUntilNextMessage() {
        return allowance.nanosUntilNext();
    }

    /** How long nothing happens by itself, at most. */
    long nanosUntilDue() {
        long now = ticker.nanos();
        long due = wants.isEmpty() ? activeAt + patienceNanos() - now : IDLE_NANOS;
        due = waitingSince.map(since -> since + UNPAID_NANOS - now).orElse(due);
        due = outbox.isStalled() ? Math.min(due, DEAF_NANOS - outbox.stalledNanos()) : due;
        due = Math.min(due, ledger.nanosUntilDue(now));
        due = isFinishing(house.phases().now()) ? Math.min(due, Finish.LOOK_NANOS) : due;
        return Math.max(1, stagingFull ? Math.min(due, STAGING_RETRY_NANOS) : due);
    }

    private void end(Why why) {
        ended = true;
        link.close(why);
        leave();
    }

    private void endSilently() {
        ended = true;
        link.close();
        leave();
    }

    private void leave() {
        openWants = 0;
        house.pump().shares(outbox, false);
        outbox.clear();
        payUp();
    }

    // What was signed before the link ended is earned, however it ended.
    private void payUp() {
        try {
            verifyAll();
        } catch (ProtocolException e) {
            LOG.log(System.Logger.Level.DEBUG, "at the end of a link: {0}", e.getMessage());
        }
    }

    /** Ends without a word, also after an error inside. */
    void abandon() {
        if (!ended) {
            endSilently();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Bytes of payload sent so far. Safe from any thread, like all below. */
    long sentBytes() {
        return outbox.sentBytes();
    }

    long bytesPerSecond() {
        return outbox.rate().bytesPerSecond();
    }

    boolean waitsForReceipt() {
        return waitingSince.isPresent();
    }

    int openWants() {
        return openWants;
    }
}
