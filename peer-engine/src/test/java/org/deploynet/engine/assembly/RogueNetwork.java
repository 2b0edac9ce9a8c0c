package org.deploynet.engine.assembly;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deploynet.engine.credits.RogueLedger;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.MerkleTree;
import org.deploynet.protocol.transparency.ProvenEntry;
import org.deploynet.protocol.transparency.TreeHash;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * A signaling server on a real socket for one super-peer, which takes its receipts and says that it posted them, whatever it then does to
 * its ledger or says of it. Its methods are for one thread, beside which its socket's answers.
 */
final class RogueNetwork implements AutoCloseable {
    /** What it says of a ledger that it keeps well. */
    enum Lie {
        NONE,
        /** A proof that nothing continues. */
        CONSISTENCY,
        /** Proofs of other entries, or of none. */
        INCLUSION
    }

    private static final long PIECE = 256 * 1024;

    final SigningKey network = SigningKey.generate();
    private final Random random;
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final Map<String, Long> posted = new HashMap<>();
    private final Map<String, KeyId> sites = new HashMap<>();
    private RogueLedger ledger;
    private Lie lie = Lie.NONE;
    private Optional<Line> line = Optional.empty();
    private KeyId peer;
    private int proofsAsked;
    private int entriesAsked;
    private int connections;

    RogueNetwork(Random random) throws Exception {
        this.random = random;
        this.ledger = new RogueLedger(network, random);
        this.peer = network.id();
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(WebSocketUpgradeHandler.from(
                jetty, container -> container.addMapping("/v1/super-peer", (_, _, _) -> new Line())));
        jetty.start();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/v1/super-peer");
    }

    synchronized RogueLedger ledger() {
        return ledger;
    }

    /** From now on it has this history. */
    synchronized void become(RogueLedger other) {
        ledger = other;
    }

    synchronized void lie(Lie next) {
        lie = next;
    }

    /** Which site a ticket is of, for the statement. */
    synchronized void issued(String ticket, KeyId site) {
        sites.put(ticket, site);
    }

    synchronized boolean isGreeted() {
        return line.isPresent();
    }

    synchronized int proofsAsked() {
        return proofsAsked;
    }

    synchronized int entriesAsked() {
        return entriesAsked;
    }

    synchronized int connections() {
        return connections;
    }

    synchronized long posted() {
        return posted.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The next checkpoint of what is its ledger now. */
    void show() {
        show(ledger(), network);
    }

    /** A checkpoint of some ledger, signed by some key. */
    synchronized void show(RogueLedger of, SigningKey by) {
        line.ifPresent(
                open -> open.say(new ToSuperPeer.CheckpointNews(of.checkpoint().sign(by))));
    }

    private synchronized void greeted(Line open, KeyId who) {
        line = Optional.of(open);
        peer = who;
        connections++;
    }

    private synchronized ToSuperPeer.Settled settle(FromSuperPeer.Settle settle) {
        var accepted = new ArrayList<String>();
        for (String jws : settle.receipts()) {
            try {
                Receipt receipt = Receipt.claimed(jws);
                long before = posted.getOrDefault(receipt.ticket(), 0L);
                long more = Price.earned(receipt.bytes(), Price.DEFAULT) - Price.earned(before, Price.DEFAULT);
                if (more > 0) {
                    ledger.settle(peer, receipt.ticket(), more);
                }
                posted.put(receipt.ticket(), receipt.bytes());
                accepted.add(receipt.ticket());
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }
        return new ToSuperPeer.Settled(settle.ref(), accepted, List.of(), new Balance(0, 0));
    }

    private synchronized ToSuperPeer.Consistent prove(FromSuperPeer.Consistency question) {
        proofsAsked++;
        // Its own proof for its own history, true where there is one.
        List<TreeHash> path = question.to() <= ledger.size()
                ? new ArrayList<>(MerkleTree.consistency(ledger, question.from(), question.to()))
                : new ArrayList<>();
        if (lie == Lie.CONSISTENCY) {
            switch (random.nextInt(3)) {
                case 0 -> path.clear();
                case 1 -> path.set(random.nextInt(path.size()), ledger.strange());
                default -> path.add(ledger.strange());
            }
        }
        return new ToSuperPeer.Consistent(question.ref(), new ConsistencyProof(question.from(), question.to(), path));
    }

    private synchronized ToSuperPeer.Included prove(FromSuperPeer.Inclusion question) {
        entriesAsked++;
        List<ProvenEntry> honest = ledger.paid(question.tickets(), question.after(), question.size());
        return new ToSuperPeer.Included(
                question.ref(),
                question.size(),
                lie == Lie.INCLUSION && !honest.isEmpty() ? other(honest, question) : honest);
    }

    // Never the entry that was asked for, in ways that look like it.
    private List<ProvenEntry> other(List<ProvenEntry> honest, FromSuperPeer.Inclusion question) {
        ProvenEntry one = honest.getFirst();
        return switch (random.nextInt(3)) {
            // The right entry by another one's way.
            case 0 ->
                List.of(new ProvenEntry(
                        one.entry(),
                        MerkleTree.inclusion(
                                ledger,
                                one.entry().sequence() == 1 ? 1 : one.entry().sequence() - 2,
                                question.size())));
            // Another entry by its own way.
            case 1 -> {
                RogueLedger longer = ledger.copy();
                longer.settle(peer, "another", 7);
                yield longer.paid(List.of("another"), 0, longer.size());
            }
            default -> {
                var path = new ArrayList<>(one.path());
                path.set(random.nextInt(path.size()), ledger.strange());
                yield List.of(new ProvenEntry(one.entry(), path));
            }
        };
    }

    private synchronized ToSuperPeer.Stated state(FromSuperPeer.Statement question) {
        var bySite = new HashMap<KeyId, ToSuperPeer.Paid>();
        posted.forEach((ticket, bytes) -> {
            KeyId site = sites.getOrDefault(ticket, network.id());
            bySite.merge(
                    site,
                    new ToSuperPeer.Paid(site, bytes, Price.earned(bytes, Price.DEFAULT)),
                    (one, two) -> new ToSuperPeer.Paid(
                            site, one.bytes() + two.bytes(), one.microcredits() + two.microcredits()));
        });
        return new ToSuperPeer.Stated(
                question.ref(),
                bySite.values().stream()
                        .filter(paid -> question.after().isEmpty()
                                || paid.site().compareTo(question.after().get()) > 0)
                        .sorted(java.util.Comparator.comparing(ToSuperPeer.Paid::site))
                        .toList());
    }

    /** One connection. */
    public final class Line extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            say(new ToSuperPeer.Challenge("nonce", network.id(), network.publicKey()));
        }

        @Override
        public void onWebSocketText(String text) {
            try {
                answer(SignalingCodec.decode(text, FromSuperPeer.class));
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }

        private void answer(FromSuperPeer message) {
            switch (message) {
                case FromSuperPeer.Hello hello -> {
                    say(new ToSuperPeer.Welcome(
                            hello.ref(),
                            1_790_000_000_000L,
                            "203.0.113.7",
                            List.of(),
                            new Balance(0, 0),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(true),
                            Optional.empty()));
                    greeted(this, hello.peer());
                }
                case FromSuperPeer.Settle settle -> say(settle(settle));
                case FromSuperPeer.Consistency question -> say(prove(question));
                case FromSuperPeer.Inclusion question -> say(prove(question));
                case FromSuperPeer.Statement question -> say(state(question));
                default -> {
                    // Load and inventory; nobody is sent to it.
                }
            }
        }

        void say(ToSuperPeer message) {
            getSession().sendText(SignalingCodec.encode(message), Callback.NOOP);
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            gone(this);
            callback.succeed();
        }
    }

    private synchronized void gone(Line ended) {
        line = line.filter(open -> open != ended);
    }

    static long pieces(long count) {
        return count * PIECE;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the rogue network does not stop", e);
        }
    }
}
