package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.signaling.ToVisitor.Declined;
import org.deploynet.protocol.signaling.ToVisitor.Renewed;
import org.deploynet.signaling.TestNetwork.TestLink;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Ledger;
import org.deploynet.signaling.ledger.Settlement;
import org.deploynet.signaling.ledger.TestSpending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlementTest {
    private static final long GRANTED = 100 * Price.MICROCREDITS_PER_CREDIT;
    private static final Json JSON = Json.upTo(1024);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestNetwork network;

    @SuppressWarnings("NullAway.Init")
    private TestLink link;

    @BeforeEach
    void start() throws Exception {
        network = TestNetwork.withSite(folder);
        link = network.link();
    }

    @AfterEach
    void stop() {
        network.server.verifyLedger();
        network.close();
    }

    @Test
    void paysWhatTheLatestReceiptAddsAndTheSitePaysTheFeeOnTop() {
        assertEquals(1_000, earned(1_000_000));
        assertEquals(1_000, earned(1_000_999), "whole microcredits, rounded down");
        assertEquals(16_777, earned(link.ticket().maxBytes()));
        assertEquals(GRANTED - 16_777 - 1_678, network.status().granted(), "the rest of the reservation is back");
        assertEquals(0, network.status().reserved());
    }

    @Test
    void sameReceiptAgainIsAcceptedAndPaysNothing() {
        String receipt = link.visitor().receipt(link.ticket(), 5_000_000);
        for (int i = 0; i < 3; i++) {
            Settled settled = link.peer().settle(receipt);
            assertEquals(List.of(link.ticket().id()), settled.accepted());
            assertEquals(5_000, settled.balance().pending());
        }
    }

    @Test
    void hundredConcurrentSettlementsOfOneReceiptPayOnce() {
        String receipt = link.visitor().receipt(link.ticket(), 5_000_000);
        var assembly = network.server.assembly();
        var ledger = new Ledger(network.clock);
        var settlement = new Settlement(
                assembly.database(),
                ledger,
                new Budgets(assembly.database(), ledger),
                network.clock,
                Duration.ofDays(3));
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Settled>> all = IntStream.range(0, 100)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> settlement.settle(link.peer().id(), i, List.of(receipt)), many))
                    .toList();
            all.forEach(each -> assertEquals(1, each.join().accepted().size()));
        }
        assertEquals(5_000, link.peer().settle().balance().pending());
    }

    @Test
    void refusesForgedReceipts() {
        Receipt claim = TestVisitor.receipt(link.ticket().id(), 1_000_000);
        assertRefused(ReceiptRefusal.SIGNATURE, claim.sign(SigningKey.generate()));
        assertRefused(ReceiptRefusal.SIGNATURE, claim.sign(link.peer().key));
        String payload = base64(JSON.write(claim));
        assertRefused(
                ReceiptRefusal.SIGNATURE,
                base64("{\"alg\":\"none\",\"typ\":\"deploynet-receipt\"}") + "." + payload + ".");
        assertRefused(
                ReceiptRefusal.SIGNATURE,
                base64("{\"alg\":\"HS256\",\"typ\":\"deploynet-receipt\"}") + "." + payload + "."
                        + base64("x".repeat(32)));
        String right = claim.sign(link.visitor().session);
        String more = base64(JSON.write(TestVisitor.receipt(link.ticket().id(), 2_000_000)));
        assertRefused(ReceiptRefusal.SIGNATURE, right.replaceFirst("\\.[^.]+\\.", "." + more + "."));
        assertRefused(
                ReceiptRefusal.SIGNATURE, Jws.sign(Jws.Kind.PROOF, JSON.writeBytes(claim), link.visitor().session));
        assertEquals(0, link.peer().settle().balance().pending());
    }

    @Test
    void refusesWhatIsNoReceiptOrForAnUnknownTicket() {
        Settled settled = link.peer().settle("", "a.b", "a.b.c", base64("{}") + "." + base64("{}") + ".x");
        assertEquals(4, settled.refused().size());
        settled.refused().forEach(refused -> assertEquals(ReceiptRefusal.MALFORMED, refused.why()));
        assertRefused(
                ReceiptRefusal.UNKNOWN_TICKET, TestVisitor.receipt("nobodys", 1).sign(link.visitor().session));
    }

    @Test
    void refusesMoreThanTheTicketAndLessThanBefore() {
        assertRefused(
                ReceiptRefusal.OVER_CLAIM,
                link.visitor().receipt(link.ticket(), link.ticket().maxBytes() + 1));
        assertEquals(2_000, earned(2_000_000));
        assertRefused(ReceiptRefusal.BACKWARDS, link.visitor().receipt(link.ticket(), 1_999_999));
        assertEquals(2_000, link.peer().settle().balance().pending());
    }

    @Test
    void refusesAReceiptThatAnotherSuperPeerHandsIn() {
        try (TestPeer thief = TestPeer.assigned(network.server)) {
            Settled settled = thief.settle(link.visitor().receipt(link.ticket(), 1_000_000));
            assertEquals(ReceiptRefusal.WRONG_PEER, settled.refused().getFirst().why());
            assertEquals(0, settled.balance().pending());
        }
    }

    @Test
    void reservationIsGivenBackADayAfterExpiryAndALateReceiptIsPaidFromFreeBudget() {
        network.clock.advance(Ticket.LIFETIME.plusHours(24));
        network.server.keepHouse();
        assertTrue(network.status().reserved() > 0, "exactly a day is still in time");
        network.clock.advance(Duration.ofMillis(1));
        network.server.keepHouse();
        assertEquals(0, network.status().reserved());
        assertEquals(GRANTED, network.status().granted());
        assertEquals(3_000, earned(3_000_000));
        assertEquals(GRANTED - 3_300, network.status().granted());
    }

    @Test
    void lateReceiptIsRefusedOnceTheSiteHasSpentTheRest() throws Exception {
        network.clock.advance(Ticket.LIFETIME.plusHours(24).plusMillis(1));
        network.server.keepHouse();
        takeEverythingBut(3_299);
        assertRefused(ReceiptRefusal.LATE, link.visitor().receipt(link.ticket(), 3_000_000));
        assertEquals(0, link.peer().settle().balance().pending());
        assertEquals(2_000, earned(2_000_000), "what it still can pay it pays");
    }

    private void takeEverythingBut(long microcredits) {
        long spent = GRANTED - microcredits;
        network.server.assembly().database().call(connection -> {
            TestSpending.spend(connection, network.site(), spent, network.clock);
            return spent;
        });
    }

    @Test
    void whatIsHeldForAnEndedLinkGoesBackAtOnce() throws Exception {
        String receipt = link.visitor().receipt(link.ticket(), 1_000_000);
        link.visitor().renew(link.id(), Optional.empty());
        link.visitor().socket.expect(Renewed.class);
        TestLink other = network.link(link.peer());
        long held = Price.reservation(Ticket.FIRST_MAX_BYTES, Price.DEFAULT, Settlement.FEE_PERCENT);
        assertEquals(3 * held, network.status().reserved(), "also the ticket that the super-peer was never shown");
        Settled settled = link.peer().settle(List.of(receipt), List.of(link.id()));
        assertEquals(1_000, settled.balance().pending(), "the receipt is paid before");
        assertEquals(held, network.status().reserved(), "that of the other link stays");
        assertEquals(GRANTED - held - 1_100, network.status().granted());
        link.peer().settle(List.of(), List.of(link.id(), "nobody's", other.id()));
        assertEquals(0, network.status().reserved());
    }

    @Test
    void endedLinkGetsNoFurtherTicketAndNothingMoreIsPaidForIt() throws Exception {
        link.peer().settle(List.of(), List.of(link.id()));
        link.visitor().renew(link.id(), Optional.empty());
        assertEquals(
                Refused.Code.UNKNOWN_LINK,
                link.visitor().socket.expect(Refused.class).code());
        assertEquals(0, network.status().reserved());
        assertRefused(ReceiptRefusal.OVER_CLAIM, link.visitor().receipt(link.ticket(), 3_000_000));
        assertEquals(GRANTED, network.status().granted());
    }

    @Test
    void nobodyElseCanEndALink() throws Exception {
        long held = network.status().reserved();
        try (TestPeer other = TestPeer.assigned(network.server)) {
            other.settle(List.of(), List.of(link.id()));
            assertEquals(held, network.status().reserved());
            link.visitor().renew(link.id(), Optional.empty());
            link.visitor().socket.expect(Renewed.class);
        }
    }

    @Test
    void superPeerThatConnectedAnewCanStillEndItsLinks() throws Exception {
        network.restart();
        try (TestPeer again = TestPeer.welcomed(network.server, link.peer().key, 2, link.peer().fingerprint)) {
            assertTrue(network.status().reserved() > 0);
            again.settle(List.of(), List.of(link.id()));
            assertEquals(0, network.status().reserved());
        }
    }

    @Test
    void linkThatNeverOpenedHoldsNothing() throws Exception {
        link.peer().socket.send(new Decline(link.id(), Decline.Why.FAILED));
        link.visitor().socket.expect(Declined.class);
        assertEquals(0, network.status().reserved());
    }

    @Test
    void timeInWhichTheServerWasDownDoesNotCount() throws Exception {
        network.server.keepHouse();
        network.server.close();
        network.clock.advance(Duration.ofDays(5));
        network.server = SignalingServer.start(network.options);
        network.server.keepHouse();
        assertTrue(network.status().reserved() > 0);
    }

    @Test
    void earnedCreditsBecomeAvailableAfterTheirTime() {
        earned(4_000_000);
        network.clock.advance(network.options.pendingFor().minusMillis(1));
        network.server.keepHouse();
        Balance waiting = link.peer().settle().balance();
        assertEquals(4_000, waiting.pending());
        assertEquals(Optional.of(network.clock.millis() + 1), waiting.allBy());
        network.clock.advance(Duration.ofMillis(1));
        network.server.keepHouse();
        assertEquals(new Balance(0, 4_000), link.peer().settle().balance());
    }

    @Test
    void ledgerAndKeysOutliveARestart() throws Exception {
        earned(4_000_000);
        var name = network.server.network();
        String token = network.adminToken();
        network.restart();
        assertEquals(name, network.server.network());
        assertEquals(token, network.adminToken());
        try (TestPeer again = TestPeer.welcomed(network.server, link.peer().key, 1, link.peer().fingerprint)) {
            Settled settled = again.settle(link.visitor().receipt(link.ticket(), 4_000_000));
            assertEquals(4_000, settled.balance().pending());
            assertEquals(1, settled.accepted().size());
        }
    }

    // What a kill leaves: the files as they are at that instant, with nobody to close them.
    @Test
    void whatWasAnsweredIsInTheFilesAtThatInstant() throws Exception {
        assertEquals(4_000, earned(4_000_000));
        Path copy = java.nio.file.Files.createDirectory(folder.resolve("copy"));
        try (var files = java.nio.file.Files.list(folder)) {
            for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                java.nio.file.Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        var options = SignalingOptions.in(copy).withPort(0).withClock(network.clock);
        try (SignalingServer after = SignalingServer.start(options);
                TestPeer peer = TestPeer.welcomed(after, link.peer().key, 2, link.peer().fingerprint)) {
            assertEquals(network.server.network(), after.network());
            assertEquals(network.server.verifyLedger(), after.verifyLedger());
            assertEquals(4_000, peer.settle().balance().pending());
        }
    }

    private long earned(long bytes) {
        Settled settled = link.peer().settle(link.visitor().receipt(link.ticket(), bytes));
        assertEquals(List.of(), settled.refused());
        return settled.balance().pending();
    }

    private void assertRefused(ReceiptRefusal why, String receipt) {
        Settled settled = link.peer().settle(receipt);
        assertEquals(List.of(), settled.accepted());
        assertEquals(
                Stream.of(why).toList(),
                settled.refused().stream().map(each -> each.why()).toList());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
