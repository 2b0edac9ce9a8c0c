package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.credits.InclusionChecks;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.StatementCheck;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.rendezvous.NetworkPin;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.rendezvous.Rendezvous;
import org.deploynet.engine.rendezvous.RendezvousEvents;
import org.deploynet.engine.rendezvous.ServerTime;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;

/** A super-peer's connection, receipt book and watch over the ledger, put together as the engine does it, with a clock by hand and no links. */
final class WatchfulPeer implements AutoCloseable {
    private static final SigningKey SESSION = SigningKey.generate();
    private static final KeyId SITE = new KeyId("%040x".formatted(1));

    final ManualClock clock = new ManualClock();
    final List<LedgerWatch.Alarm> told = new CopyOnWriteArrayList<>();
    final LedgerWatch watch;
    final ReceiptBook book;
    private final StateStore state;
    private final SigningKey identity = SigningKey.generate();
    private final RogueNetwork network;
    private final Nudges nudges = new Nudges();
    private final Rendezvous rendezvous;
    private int tickets;

    WatchfulPeer(Path folder, RogueNetwork network) throws IOException {
        this.network = network;
        this.state = StateStore.open(Files.createDirectories(folder));
        this.watch = new LedgerWatch(state, clock, told::add);
        this.book = ReceiptBook.open(Path.of("/receipts"), new SimulatedDisk(1), clock);
        var settlement = new ReceiptsToSettle(
                book,
                new StatementCheck(book, _ -> {}),
                new InclusionChecks(book, identity.id(), watch::kept, watch, clock),
                new RecentEvents(),
                clock);
        this.rendezvous = new Rendezvous(
                new Rendezvous.Self(identity, 1, "sha-256 " + "AB:".repeat(31) + "AB", "test"),
                new Rendezvous.Parts(
                        network.uri(),
                        new Pin(),
                        new ServerTime(Clock.systemUTC()),
                        new Events(),
                        settlement,
                        new OrdersToSend(new TransferBook(state, clock)),
                        nudges),
                new SplittableRandom(1));
        rendezvous.start();
    }

    /** A visitor's receipt for so many pieces on a ticket of its own, durable. */
    void earn(long pieces) {
        String id = "ticket-" + ++tickets;
        network.issued(id, SITE);
        String anything = "sha-256 AA";
        var ticket = new Ticket(
                id,
                network.network.id(),
                "link-" + id,
                SITE,
                identity.id(),
                anything,
                anything,
                SESSION.publicKey(),
                Ticket.FIRST_MAX_BYTES,
                Price.DEFAULT,
                clock.millis(),
                clock.millis() + Ticket.LIFETIME.toMillis());
        var receipt = new Receipt(id, pieces, RogueNetwork.pieces(pieces));
        book.add(ticket.sign(network.network), ticket, receipt.sign(SESSION), receipt);
        book.flush();
        settle();
    }

    /** As every ten seconds: settles, or asks what was posted. */
    void settle() {
        nudges.nudge(Nudges.Nudge.SETTLE);
    }

    /** Whether the network has answered for all that was earned. */
    boolean isSettled() {
        book.flush();
        return book.unsettled(16).isEmpty();
    }

    boolean isProven() {
        book.flush();
        return book.unproven(Long.MAX_VALUE, 16).isEmpty();
    }

    int receipts() {
        return book.listed(Optional.empty(), 100).size();
    }

    /** How the connection ended, in words, while there is none. */
    String why() {
        return rendezvous.status().why().orElse("");
    }

    /** What every face says. */
    ConditionRules.Verdict verdict() {
        return ConditionRules.of(new ConditionRules.Facts(
                new OwnerWish.Share(),
                Allowance.full(UploadLimit.UNLIMITED, DownloadLimit.UNLIMITED),
                Optional.of(rendezvous.status()),
                0,
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                watch.alarm().isPresent()));
    }

    @Override
    public void close() {
        rendezvous.close();
        book.close();
        state.close();
    }

    private static final class Pin implements NetworkPin {
        private volatile Optional<PublicKeyJwk> pinned = Optional.empty();

        @Override
        public Optional<PublicKeyJwk> pinned() {
            return pinned;
        }

        @Override
        public void pin(PublicKeyJwk network) {
            pinned = Optional.of(network);
        }
    }

    /** What the switchboard does with the ledger; nothing else comes. */
    private final class Events implements RendezvousEvents {
        @Override
        public void joined(PublicKeyJwk by) {
            watch.connected();
        }

        @Override
        public OptionalLong checkpoint(Checkpoint checkpoint, String jws) {
            return watch.signed(checkpoint, jws);
        }

        @Override
        public void consistent(ConsistencyProof proof) {
            watch.proved(proof);
        }

        @Override
        public void welcomed(List<String> stun) {}

        @Override
        public void balance(Balance balance) {}

        @Override
        public void assigned(List<Assigned> sites) {}

        @Override
        public void unassigned(List<KeyId> sites) {}

        @Override
        public void offered(Offer offer, Consumer<FromSuperPeer> reply) {}

        @Override
        public void candidate(Candidate candidate) {}

        @Override
        public void manifestNews(ManifestNews news) {}

        @Override
        public void purge(PurgeOrder order) {}

        @Override
        public void echoed(long number) {}

        @Override
        public FromSuperPeer.Capacity capacity() {
            return new FromSuperPeer.Capacity(1_000_000, 60, 1_000_000_000);
        }

        @Override
        public FromSuperPeer.Inventory inventory() {
            return FromSuperPeer.Inventory.of(new ArrayList<>(), 1_000);
        }

        @Override
        public FromSuperPeer.Load load() {
            return new FromSuperPeer.Load(0, 0, 60);
        }

        @Override
        public Optional<FromSuperPeer.Reach> reach(long ref) {
            return Optional.empty();
        }

        @Override
        public void reached(Reached counted) {}

        @Override
        public void reputed(Reputed word) {}
    }
}
