package org.deploynet.engine.rendezvous;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.deploynet.engine.SelfSigned;
import org.deploynet.engine.rendezvous.Nudges.Nudge;
import org.deploynet.engine.rendezvous.SignalingStatus.Phase;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.TreeHash;
import org.deploynet.signaling.SignalingOptions;
import org.deploynet.signaling.SignalingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RendezvousTest {
    private static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "AB";

    private final SigningKey identity = SigningKey.generate();
    private final MemoryPin pin = new MemoryPin();
    private final ServerTime time = new ServerTime(Clock.systemUTC());
    private final RecordedEvents events = new RecordedEvents();
    private final RecordedReceipts receipts = new RecordedReceipts();
    private final RecordedOrders orders = new RecordedOrders();
    private final Nudges nudges = new Nudges();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private ScriptedSignaling server;

    @BeforeEach
    void listen() throws Exception {
        server = new ScriptedSignaling();
        opened.add(server);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private Rendezvous join(URI address, long epoch) {
        return join(address, epoch, FINGERPRINT);
    }

    private Rendezvous join(URI address, long epoch, String fingerprint) {
        var rendezvous = new Rendezvous(
                new Rendezvous.Self(identity, epoch, fingerprint, "1.2.3"),
                new Rendezvous.Parts(address, pin, time, events, receipts, orders, nudges),
                new SplittableRandom(1));
        opened.add(rendezvous);
        rendezvous.start();
        return rendezvous;
    }

    private Rendezvous join() {
        return join(server.uri(), 7);
    }

    private static void awaitPhase(Rendezvous rendezvous, Phase phase) {
        await().atMost(Duration.ofSeconds(20)).until(() -> rendezvous.status().phase() == phase);
    }

    @Test
    void provesItsKeyForThisConnectionAndCertificate() throws Exception {
        Rendezvous rendezvous = join();
        Proof proof = server.accept().welcome();
        assertEquals(new Proof("nonce-1", server.network.id(), identity.id(), FINGERPRINT, 7), proof);
        awaitPhase(rendezvous, Phase.CONNECTED);
        assertEquals(server.network.publicKey(), pin.pinned().orElseThrow());
        assertTrue(time.instant().isBefore(Instant.ofEpochMilli(1_700_000_600_000L)), "the server's time counts");
        assertEquals(server.network.publicKey(), events.seen.take());
        assertEquals(List.of("stun:stun.example:3478"), events.seen.take());
        assertEquals(new ToSuperPeer.Balance(3, 4), events.seen.take());
    }

    @Test
    void theServerAnswersPingsInTheirOrderOnceItWelcomed() throws Exception {
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.challenge("n");
        var hello = line.expect(FromSuperPeer.Hello.class);
        assertFalse(rendezvous.ping(1), "no answer counts before the welcome");
        line.welcome(hello);
        await().until(() -> rendezvous.ping(2));
        assertTrue(rendezvous.ping(3));
        line.sendPong("an answer to nothing");

        await().until(() -> events.seen.stream().filter(Long.class::isInstance).count() == 2);
        assertEquals(
                List.of(2L, 3L),
                events.seen.stream().filter(Long.class::isInstance).toList());
        line.hangUp();
        await().until(() -> !rendezvous.ping(4));
    }

    @Test
    void checkpointThatTheNetworkSignedIsHandedOnAndTheProofAskedFor() throws Exception {
        join();
        var line = server.accept();
        line.welcome();
        line.send(new ToSuperPeer.CheckpointNews(checkpoint(9).sign(server.network)));
        FromSuperPeer.Consistency question = line.expect(FromSuperPeer.Consistency.class);
        assertEquals(1, question.from());
        assertEquals(9, question.to());
        var proof = new ConsistencyProof(1, 9, List.of());
        line.send(new ToSuperPeer.Consistent(question.ref(), proof));
        await().until(() -> events.seen.contains(proof));
        assertTrue(events.seen.contains(checkpoint(9)));
    }

    @Test
    void checkpointThatAnotherKeySignedEndsTheConnection() throws Exception {
        join();
        var line = server.accept();
        line.welcome();
        line.send(new ToSuperPeer.CheckpointNews(checkpoint(9).sign(SigningKey.generate())));
        line.expectEnd();
        assertFalse(events.seen.contains(checkpoint(9)));
    }

    @Test
    void asksWhatTheNetworkMakesOfItAndHandsThatOn() throws Exception {
        join();
        var line = server.accept();
        line.welcome();
        var question = line.expect(FromSuperPeer.Reputation.class);
        var word = new ToSuperPeer.Reputed(
                question.ref(),
                ToSuperPeer.Standing.GOOD,
                25,
                new ToSuperPeer.Facts(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty()),
                new ToSuperPeer.Points(0, 15, 5, 5, 0),
                Optional.empty(),
                Optional.empty());
        line.send(word);
        await().until(() -> events.seen.contains(word));
    }

    private Checkpoint checkpoint(long size) {
        TreeHash hash = TreeHash.of(new byte[TreeHash.BYTES]);
        return new Checkpoint(server.network.id(), size, hash, hash, 5);
    }

    @Test
    void refusesAnotherNetworkInWords() throws Exception {
        pin.pin(SigningKey.generate().publicKey());
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.challenge("n");
        line.expectEnd();
        assertTrue(line.saysNothingWithin(Duration.ofMillis(1)), "no proof may go to another network");
        awaitPhase(rendezvous, Phase.OTHER_NETWORK);
        assertTrue(rendezvous
                .status()
                .why()
                .orElseThrow()
                .contains(server.network.id().hex()));
    }

    @Test
    void aCloneIsAProblemAndNotAskedEverySecond() throws Exception {
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.challenge("n");
        var hello = line.expect(FromSuperPeer.Hello.class);
        line.send(new Refused(hello.ref(), Refused.Code.CLONE, "this identity is connected already", 0));
        awaitPhase(rendezvous, Phase.CLONE);
        assertTrue(rendezvous
                .status()
                .retryAt()
                .orElseThrow()
                .isAfter(Instant.now().plusSeconds(50)));
    }

    @Test
    void aKeyOutOfReachIsSaidAndTheServerHearsNothingUntilItIsBack() throws Exception {
        var within = new AtomicBoolean();
        var far = new ProvingKey() {
            @Override
            public KeyId id() {
                return identity.id();
            }

            @Override
            public SigningKey key() throws OutOfReachException {
                if (within.get()) {
                    return identity;
                }
                throw new OutOfReachException(new IOException("the keychain is locked"));
            }
        };
        var rendezvous = new Rendezvous(
                new Rendezvous.Self(far, 7, FINGERPRINT, "1.2.3"),
                new Rendezvous.Parts(server.uri(), pin, time, events, receipts, orders, nudges),
                new SplittableRandom(1));
        opened.add(rendezvous);
        rendezvous.start();
        awaitPhase(rendezvous, Phase.NO_KEY);
        assertEquals(Optional.of("the keychain is locked"), rendezvous.status().why());
        assertTrue(rendezvous
                .status()
                .retryAt()
                .orElseThrow()
                .isBefore(Instant.now().plusSeconds(11)));
        assertFalse(server.isCalledWithin(Duration.ZERO));

        within.set(true);
        rendezvous.keyMayBeBack();
        assertEquals(identity.id(), server.accept().welcome().peer());
        awaitPhase(rendezvous, Phase.CONNECTED);
    }

    @Test
    void comesBackAfterTheConnectionBroke() throws Exception {
        Rendezvous rendezvous = join();
        var first = server.accept();
        first.welcome();
        first.expect(FromSuperPeer.Inventory.class);
        receipts.add("t1", "jws-1");
        first.hangUp();
        var second = server.accept();
        second.welcome();
        second.expect(FromSuperPeer.Inventory.class);
        assertEquals(List.of("jws-1"), second.expect(FromSuperPeer.Settle.class).receipts());
        awaitPhase(rendezvous, Phase.CONNECTED);
    }

    @Test
    void aConnectionWhoseAddressIsGoneIsMadeAnewAtOnce() throws Exception {
        Rendezvous rendezvous = join();
        var first = server.accept();
        first.welcome();
        awaitPhase(rendezvous, Phase.CONNECTED);
        rendezvous.networkChanged(Set.of(InetAddress.ofLiteral("127.0.0.1")));
        first.expectEnd();
        server.accept().welcome();
        awaitPhase(rendezvous, Phase.CONNECTED);
    }

    @Test
    void aConnectionThatStillAnswersLivesThroughAChangeOfTheNetwork() throws Exception {
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.welcome();
        awaitPhase(rendezvous, Phase.CONNECTED);
        rendezvous.networkChanged(Set.of(InetAddress.ofLiteral("192.0.2.99")));
        assertFalse(server.isCalledWithin(Duration.ofSeconds(4)));
        assertTrue(rendezvous.ping(1));
    }

    @Test
    void aConnectionThatDoesNotAnswerAfterAChangeIsMadeAnewThoughTheServerStillTalks() throws Exception {
        try (var between = new StoppedRelay(server.uri())) {
            Rendezvous rendezvous = join(between.uri(), 7);
            var first = server.accept();
            first.welcome();
            awaitPhase(rendezvous, Phase.CONNECTED);
            between.stopPassing();
            rendezvous.networkChanged(Set.of());
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                first.sendPong("still here");
                return rendezvous.status().phase() != Phase.CONNECTED;
            });
            server.accept().welcome();
            awaitPhase(rendezvous, Phase.CONNECTED);
        }
    }

    @Test
    void whoWaitsToConnectDoesNotWaitInANewNetwork() throws Exception {
        URI address = server.uri();
        server.close();
        Rendezvous rendezvous = join(address, 7);
        // By then it waits for more than a second at most times.
        await().atMost(Duration.ofSeconds(40))
                .until(() -> rendezvous
                        .status()
                        .retryAt()
                        .filter(at -> at.isAfter(Instant.now().plusSeconds(3)))
                        .isPresent());
        Instant before = rendezvous.status().retryAt().orElseThrow();
        rendezvous.networkChanged(Set.of());
        await().atMost(Duration.ofSeconds(2))
                .until(() ->
                        rendezvous.status().retryAt().filter(before::equals).isEmpty());
    }

    @Test
    void whomTheServerTellsToWaitWaitsInANewNetworkToo() throws Exception {
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.challenge("n");
        var hello = line.expect(FromSuperPeer.Hello.class);
        line.send(new Refused(hello.ref(), Refused.Code.LIMIT, "too many at once", 600_000));
        awaitPhase(rendezvous, Phase.REFUSED);
        rendezvous.networkChanged(Set.of(InetAddress.ofLiteral("127.0.0.1")));
        assertFalse(server.isCalledWithin(Duration.ofMillis(1_500)));
    }

    @Test
    void aDialThatBeganInTheOldNetworkIsGivenUp() throws Exception {
        // Accepts, and never says a word.
        try (var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Rendezvous rendezvous = join(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/"), 7);
            try (Socket first = silent.accept()) {
                rendezvous.networkChanged(Set.of());
                silent.setSoTimeout(8_000);
                try (Socket second = silent.accept()) {
                    assertEquals(first.getLocalPort(), second.getLocalPort());
                }
            }
        }
    }

    @Test
    void saysWhyNobodyAnswers() throws Exception {
        URI address = server.uri();
        server.close();
        Rendezvous rendezvous = join(address, 7);
        awaitPhase(rendezvous, Phase.UNREACHABLE);
        assertFalse(rendezvous.status().why().orElseThrow().isBlank());
    }

    /** No TLS error is ever ignored. */
    @Test
    void saysNothingToAServerWhoseCertificateNobodyVouchesFor(@TempDir Path folder) throws Exception {
        try (ServerSocket listener = SelfSigned.listener(folder)) {
            Thread.ofVirtual().start(() -> shakeHands(listener));
            Rendezvous rendezvous = join(URI.create("wss://127.0.0.1:" + listener.getLocalPort() + "/"), 7);
            awaitPhase(rendezvous, Phase.UNREACHABLE);
            String why = rendezvous.status().why().orElseThrow();
            assertTrue(why.contains("certification path"), why);
        }
    }

    private static void shakeHands(ServerSocket listener) {
        try (Socket one = listener.accept()) {
            var _ = one.getInputStream().read();
        } catch (IOException refused) {
            // As it should be.
        }
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAsks() throws Exception {
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.challenge("n");
        var hello = line.expect(FromSuperPeer.Hello.class);
        line.send(new Refused(hello.ref(), Refused.Code.LIMIT, "too many at once", 600_000));
        awaitPhase(rendezvous, Phase.REFUSED);
        assertTrue(rendezvous
                .status()
                .retryAt()
                .orElseThrow()
                .isAfter(Instant.now().plusSeconds(590)));
        assertFalse(server.isCalledWithin(Duration.ofMillis(1_500)));
    }

    @Test
    void settlesUntilNothingIsLeftAndHearsOfRefusals() throws Exception {
        for (int i = 0; i < 20; i++) {
            receipts.add("t" + i, "jws-" + i);
        }
        join();
        var line = server.accept();
        line.welcome();
        var first = line.expect(FromSuperPeer.Settle.class);
        assertEquals(16, first.receipts().size());
        var balance = new ToSuperPeer.Balance(5, 6);
        line.send(new ToSuperPeer.Settled(
                first.ref(),
                IntStream.range(0, 15).mapToObj(i -> "t" + i).toList(),
                List.of(new ToSuperPeer.RefusedReceipt("t15", ReceiptRefusal.LATE)),
                balance));
        var second = line.expect(FromSuperPeer.Settle.class);
        assertEquals(4, second.receipts().size());
        line.send(new ToSuperPeer.Settled(second.ref(), List.of("t16", "t17", "t18", "t19"), List.of(), balance));
        await().until(() -> receipts.waiting() == 0);
        assertEquals(Map.of("t15", ReceiptRefusal.LATE), receipts.refused());
        assertTrue(events.seen.contains(balance));
    }

    @Test
    void aTransferIsAskedForUnderTheSameIdUntilItIsAnsweredAndThenTheNextOne() throws Exception {
        orders.add("first", 5);
        orders.add("second", 6);
        join();
        var line = server.accept();
        line.welcome();
        assertEquals("first", line.expect(FromSuperPeer.Transfer.class).id());
        line.hangUp();

        line = server.accept();
        line.welcome();
        var again = line.expect(FromSuperPeer.Transfer.class);
        assertEquals(new FromSuperPeer.Transfer(again.ref(), "first", RecordedOrders.SITE, 5), again);
        var balance = new ToSuperPeer.Balance(7, 8);
        line.send(new ToSuperPeer.Transferred(again.ref(), "first", balance));
        var second = line.expect(FromSuperPeer.Transfer.class);
        assertEquals("second", second.id());
        assertEquals(Map.of("first", "done"), orders.answers());
        assertTrue(events.seen.contains(balance));
        line.send(new Refused(second.ref(), Refused.Code.BUDGET, "fewer credits are available", 0));
        await().until(() -> orders.answers().equals(Map.of("first", "done", "second", "BUDGET")));
    }

    @Test
    void onlyARefusalOfThisTransferThatIsFinalEndsIt() throws Exception {
        orders.add("only", 5);
        join();
        var line = server.accept();
        line.welcome();
        var asked = line.expect(FromSuperPeer.Transfer.class);
        line.send(new Refused(asked.ref() + 1_000, Refused.Code.BUDGET, "another question", 0));
        line.send(new Refused(asked.ref(), Refused.Code.LIMIT, "later", 0));
        line.hangUp();
        line = server.accept();
        line.welcome();
        var again = line.expect(FromSuperPeer.Transfer.class);
        assertEquals("only", again.id());
        assertEquals(Map.of(), orders.answers());
        line.send(new Refused(again.ref(), Refused.Code.UNKNOWN_SITE, "this network does not know the site", 0));
        await().until(() -> orders.answers().equals(Map.of("only", "UNKNOWN_SITE")));
    }

    @Test
    void anAnswerToAnotherSettlementChangesNothing() throws Exception {
        receipts.add("t1", "jws-1");
        join();
        var line = server.accept();
        line.welcome();
        var settle = line.expect(FromSuperPeer.Settle.class);
        line.send(new ToSuperPeer.Settled(settle.ref() + 1, List.of("t1"), List.of(), new ToSuperPeer.Balance(9, 9)));
        await().until(() -> events.seen.contains(new ToSuperPeer.Balance(9, 9)));
        assertEquals(1, receipts.waiting());
    }

    @Test
    void saysWhichLinksAreOverUntilTheNetworkHasHeardIt() throws Exception {
        IntStream.range(0, 70).forEach(i -> receipts.ended("link-" + i));
        join();
        var line = server.accept();
        line.welcome();
        var first = line.expect(FromSuperPeer.Settle.class);
        assertEquals(64, first.ended().orElseThrow().size());
        assertEquals(70, receipts.endedLinks(100).size(), "not forgotten before the answer");
        line.send(new ToSuperPeer.Settled(first.ref(), List.of(), List.of(), new ToSuperPeer.Balance(0, 0)));
        var rest = line.expect(FromSuperPeer.Settle.class);
        assertEquals(
                List.of("link-64", "link-65", "link-66", "link-67", "link-68", "link-69"),
                rest.ended().orElseThrow());
        line.send(new ToSuperPeer.Settled(rest.ref(), List.of(), List.of(), new ToSuperPeer.Balance(0, 0)));
        await().until(() -> receipts.endedLinks(100).isEmpty());
    }

    @Test
    void settlesOnceMoreBeforeItLeaves() throws Exception {
        Rendezvous rendezvous = join();
        var line = server.accept();
        line.welcome();
        awaitPhase(rendezvous, Phase.CONNECTED);
        receipts.add("last", "jws-last");
        Thread answering = Thread.ofVirtual().start(() -> {
            try {
                var settle = line.expect(FromSuperPeer.Settle.class);
                line.send(new ToSuperPeer.Settled(
                        settle.ref(), List.of("last"), List.of(), new ToSuperPeer.Balance(0, 0)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        rendezvous.settleLast(Duration.ofSeconds(10));
        answering.join();
        await().until(() -> receipts.waiting() == 0);
    }

    @Test
    void questionsAndReceiptsTakeTurnsAndEachWaitsForItsAnswer() throws Exception {
        receipts.ask(ref -> new FromSuperPeer.Statement(ref, Optional.empty()));
        receipts.add("t1", "jws-1");
        join();
        var line = server.accept();
        line.welcome();
        var first = line.expect(FromSuperPeer.Statement.class);
        line.send(new ToSuperPeer.Stated(first.ref() + 1000, List.of()));
        receipts.ask(ref -> new FromSuperPeer.Inclusion(ref, 8, 0, List.of("t0")));
        line.send(new ToSuperPeer.Stated(first.ref(), List.of()));
        var settle = line.expect(FromSuperPeer.Settle.class);
        assertEquals(1, receipts.answers().size(), "an answer to nothing that was asked is none");
        receipts.ask(ref -> new FromSuperPeer.Inclusion(ref, 8, 0, List.of("t0")));
        line.send(new ToSuperPeer.Settled(settle.ref(), List.of("t1"), List.of(), new ToSuperPeer.Balance(0, 0)));
        var inclusion = line.expect(FromSuperPeer.Inclusion.class);
        line.send(new ToSuperPeer.Included(inclusion.ref(), 8, List.of()));
        await().until(() -> receipts.answers().size() == 2);
        assertEquals(0, receipts.waiting());
    }

    @Test
    void asksNothingOfAServerThatKeepsNoAccounts() throws Exception {
        receipts.ask(ref -> new FromSuperPeer.Statement(ref, Optional.empty()));
        join();
        var line = server.accept();
        line.challenge("n");
        line.welcome(line.expect(FromSuperPeer.Hello.class), Optional.empty());
        receipts.add("t1", "jws-1");
        nudges.nudge(Nudge.SETTLE);
        FromSuperPeer said = line.expect(FromSuperPeer.class);
        while (!(said instanceof FromSuperPeer.Settle)) {
            assertFalse(said instanceof FromSuperPeer.Statement, "it would close upon that");
            said = line.expect(FromSuperPeer.class);
        }
    }

    @Test
    void nudgesAreReportedSoon() throws Exception {
        join();
        var line = server.accept();
        line.welcome();
        line.expect(FromSuperPeer.Load.class);
        nudges.nudge(Nudge.LOAD);
        nudges.nudge(Nudge.INVENTORY);
        line.expect(FromSuperPeer.Inventory.class);
        line.expect(FromSuperPeer.Load.class);
    }

    @Test
    void saysHowItIsReachedOnceItKnowsAndThatLinksAreOpen() throws Exception {
        join();
        var line = server.accept();
        line.welcome();
        line.expect(FromSuperPeer.Load.class);
        events.nat = Optional.of(Reachability.STRICT);
        nudges.nudge(Nudge.REACH);
        var told = line.expect(FromSuperPeer.Reach.class);
        assertEquals(Reachability.STRICT, told.nat());
        var counted = new ToSuperPeer.Reached(told.ref(), 1_240, 1_153);
        line.send(counted);
        line.send(new ToSuperPeer.Offer("l1", "v=0", "a.b.c", Optional.empty(), Optional.empty()));
        assertEquals("l1", line.expect(FromSuperPeer.Opened.class).link());
        assertTrue(events.seen.contains(counted), events.seen.toString());
    }

    @Test
    void saysNothingOfThatToAServerOfBefore() throws Exception {
        events.nat = Optional.of(Reachability.STRICT);
        join();
        var line = server.accept();
        line.challenge("n");
        line.welcome(line.expect(FromSuperPeer.Hello.class), Optional.empty());
        line.send(new ToSuperPeer.Offer("l1", "v=0", "a.b.c", Optional.empty(), Optional.empty()));
        line.expect(Answer.class);
        line.expect(FromSuperPeer.Load.class);
        nudges.nudge(Nudge.REACH);
        nudges.nudge(Nudge.LOAD);
        line.expectNext(FromSuperPeer.Load.class);
    }

    @Test
    void passesOnWhatTheNetworkSaysInOrder() throws Exception {
        join();
        var line = server.accept();
        line.welcome();
        KeyId site = SigningKey.generate().id();
        var assigned = new ToSuperPeer.Assigned(
                site, "https://example.org", 3, List.of(0), 1_000_000, Optional.of(List.of(1)));
        line.send(new ToSuperPeer.Assign(List.of(assigned)));
        line.send(new ManifestNews(site, 4));
        line.send(new ToSuperPeer.Offer("link-1", "v=0", "ticket", Optional.empty(), Optional.empty()));
        line.send(new ToSuperPeer.Unassign(List.of(site)));
        assertEquals("link-1", line.expect(Answer.class).link());
        await().until(() -> events.seen.contains(List.of(site)));
        var rest = List.copyOf(events.seen);
        assertEquals(
                List.of(
                        List.of(assigned),
                        new ManifestNews(site, 4),
                        new ToSuperPeer.Offer("link-1", "v=0", "ticket", Optional.empty(), Optional.empty()),
                        List.of(site)),
                rest.subList(3, rest.size()));
    }

    @Test
    void carriesOutAndAcknowledgesAnOrderOfTheNetworkOrTheSite() throws Exception {
        SigningKey site = SigningKey.generate();
        join();
        var line = server.accept();
        line.welcome();
        var order = new PurgeOrder("order-1", server.network.id(), site.id(), List.of(), 1);
        line.send(new ToSuperPeer.Purge(order.sign(server.network)));
        assertEquals("order-1", line.expect(FromSuperPeer.Purged.class).id());
        var own = new PurgeOrder("order-2", server.network.id(), site.id(), List.of(), 1);
        line.send(new ToSuperPeer.Purge(own.sign(site)));
        assertEquals("order-2", line.expect(FromSuperPeer.Purged.class).id());
        assertTrue(events.seen.containsAll(List.of(order, own)));
    }

    @Test
    void aForgedOrderIsNotCarriedOut() throws Exception {
        SigningKey stranger = SigningKey.generate();
        join();
        var line = server.accept();
        line.welcome();
        var order = new PurgeOrder(
                "order-1", server.network.id(), SigningKey.generate().id(), List.of(), 1);
        line.send(new ToSuperPeer.Purge(order.sign(stranger)));
        line.expectEnd();
        assertFalse(events.seen.contains(order));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{}",
                "{\"type\":\"welcome\"}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"offer\",\"link\":\"l\",\"sdp\":\"v=0\",\"ticket\":\"t\"}",
                "{\"type\":\"challenge\",\"nonce\":\"n\",\"network\":\"00\",\"key\":{}}"
            })
    void hangsUpOnAServerThatBreaksTheProtocolAndComesBack(String message) throws Exception {
        join();
        var line = server.accept();
        line.sendRaw(message);
        line.expectEnd();
        server.accept().welcome();
        assertFalse(events.seen.stream().anyMatch(ToSuperPeer.Offer.class::isInstance));
    }

    @Test
    void hangsUpOnAMessageThatIsTooLongOrBinary() throws Exception {
        join();
        var first = server.accept();
        first.welcome();
        first.sendRaw("{\"type\":\"dance\",\"x\":\"" + "x".repeat(70_000) + "\"}");
        first.expectEnd();
        var second = server.accept();
        second.welcome();
        second.sendBinary();
        second.expectEnd();
        server.accept().welcome();
    }

    @Test
    void joinsTheRealServerAndIsTheOnlyOneOfItsName(@TempDir Path folder) throws Exception {
        var real = SignalingServer.start(SignalingOptions.in(folder).withPort(0));
        opened.add(real);
        URI address = Rendezvous.superPeerAddress(real.uri().toString());
        Rendezvous first = join(address, 7);
        awaitPhase(first, Phase.CONNECTED);
        Rendezvous copy = join(address, 7, "sha-256 " + "CD:".repeat(31) + "CD");
        awaitPhase(copy, Phase.CLONE);
        assertEquals(Phase.CONNECTED, first.status().phase());
        Rendezvous restarted = join(address, 8);
        awaitPhase(restarted, Phase.CONNECTED);
        awaitPhase(first, Phase.CLONE);
    }

    @Test
    void findsTheSocketFromAnyFormOfTheAddress() {
        assertEquals(URI.create("wss://n.example/v1/super-peer"), Rendezvous.superPeerAddress("https://n.example"));
        assertEquals(
                URI.create("wss://n.example:8/v1/super-peer"),
                Rendezvous.superPeerAddress("wss://n.example:8/v1/visitor"));
        assertEquals(
                URI.create("ws://127.0.0.1:8790/v1/super-peer"), Rendezvous.superPeerAddress("http://127.0.0.1:8790/"));
    }
}
