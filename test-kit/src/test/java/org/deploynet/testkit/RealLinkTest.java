package org.deploynet.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.control.LinkPath;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.rtc.Door;
import org.deploynet.engine.link.rtc.RtcOptions;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.TurnCredentials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Links and serving over real WebRTC, both ends in this process. */
@EnabledIfEnvironmentVariable(
        named = "DEPLOYNET_NETNS",
        matches = "1",
        disabledReason = "needs a namespace with a veth pair")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealLinkTest {
    private static final int MIB = 1024 * 1024;
    private static final int PATIENCE_SECONDS = 20;

    private LinkLab lab;
    private PeerConnectionFactory browser;

    @BeforeAll
    void start() {
        lab = new LinkLab(Candidates.withLocal());
        browser = RtcEnd.factory();
    }

    @AfterEach
    void nothingIsLeftOpen() {
        lab.budget().setBytesPerSecond(UploadBudget.UNLIMITED);
        awaitPlaces(0);
    }

    @AfterAll
    void stop() {
        lab.close();
        browser.dispose();
    }

    @Test
    void bringsSixtyFourMebibytesWithoutAWrongByte() throws Exception {
        byte[] file = random(64 * MIB);
        ObjectId id = lab.pieces().put(file);
        try (LinkLab.Visitor visitor = lab.connect(browser)) {
            assertArrayEquals(file, visitor.link().fetch(id, file.length));
            assertEquals(file.length, visitor.link().verifiedBytes());
        }
    }

    @Test
    void sharesACapBetweenTwoLinks() throws Exception {
        byte[] file = random(4 * MIB);
        ObjectId id = lab.pieces().put(file);
        lab.budget().setBytesPerSecond(2 * MIB);
        try (LinkLab.Visitor one = lab.connect(browser);
                LinkLab.Visitor other = lab.connect(browser)) {
            long start = System.nanoTime();
            CompletableFuture<Long> first = fetched(one, id, file, start);
            CompletableFuture<Long> second = fetched(other, id, file, start);
            double seconds = first.get(60, TimeUnit.SECONDS) / 1e9;
            double otherSeconds = second.get(60, TimeUnit.SECONDS) / 1e9;
            assertTrue(Math.abs(seconds - otherSeconds) < 0.5, seconds + " and " + otherSeconds + " s");
            assertTrue(Math.min(seconds, otherSeconds) > 3.9, seconds + " and " + otherSeconds + " s");
        }
    }

    private static CompletableFuture<Long> fetched(LinkLab.Visitor by, ObjectId id, byte[] file, long start) {
        var done = new CompletableFuture<Long>();
        Thread.startVirtualThread(() -> {
            try {
                assertArrayEquals(file, by.link().fetch(id, file.length));
                done.complete(System.nanoTime() - start);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Test
    void saysByeBeforeItCloses() throws Exception {
        try (LinkLab.Visitor visitor = lab.connect(browser)) {
            visitor.end().control("not JSON".getBytes(StandardCharsets.UTF_8));
            visitor.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(List.of(Why.PROTOCOL), byes(visitor));
        }
    }

    @Test
    void closesALinkThatSendsOnTheDataChannel() throws Exception {
        try (LinkLab.Visitor visitor = lab.connect(browser)) {
            visitor.end().data(ByteBuffer.allocateDirect(100));
            visitor.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(List.of(Why.PROTOCOL), byes(visitor));
        }
    }

    @Test
    void closesALinkThatFloods() throws Exception {
        byte[] cancel = "{\"type\":\"cancel\",\"request\":1}".getBytes(StandardCharsets.UTF_8);
        try (LinkLab.Visitor visitor = lab.connect(browser)) {
            for (int i = 0; i < 2_000; i++) {
                visitor.end().control(cancel);
            }
            visitor.closed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(List.of(Why.FLOODED), byes(visitor));
        }
    }

    @Test
    void endsALinkWhoseVisitorGoesWithoutAWord() throws Exception {
        byte[] file = random(4 * MIB);
        ObjectId id = lab.pieces().put(file);
        lab.budget().setBytesPerSecond(MIB);
        LinkLab.Visitor visitor = lab.connect(browser);
        CompletableFuture<byte[]> piece = visitor.link().pieces(id, file.length, 0, 1, 1);
        CompletableFuture<byte[]> rest = visitor.link().pieces(id, file.length, 1, 15, 1);
        piece.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        visitor.close();
        assertFalse(rest.isDone());
        awaitPlaces(0);
    }

    @Test
    void sendsNoPacketAndOpensNothingWhenAllCandidatesArePrivate() throws Exception {
        try (var strict = new LinkLab(Candidates.publicOnly())) {
            long before = datagramsOnceQuiet();
            try (LinkLab.Visitor visitor = strict.begin(browser)) {
                assertThrows(TimeoutException.class, () -> visitor.end().open().get(3, TimeUnit.SECONDS));
            }
            assertEquals(0, datagrams() - before);
        }
    }

    @Test
    void takesThePortsThatLetTheWorldInAndThenOthers() throws Exception {
        var notes = new HandshakeNotes();
        try (var peers = RtcPeers.start(RtcOptions.with(Candidates.withLocal()));
                LinkLab.Visitor offering = lab.begin(browser);
                var used = new DatagramSocket(42_000)) {
            peers.doors()
                    .open(List.of(
                            new Door(used.getLocalPort(), Optional.empty()),
                            new Door(42_001, Optional.empty()),
                            new Door(42_002, Optional.empty())));
            List<Integer> ports = new ArrayList<>();
            for (String link : List.of("first", "second", "third")) {
                peers.accept(link, offering.offer(), notes);
                ports.add(port(next(notes, "typ host")));
            }
            assertEquals(List.of(42_001, 42_002), ports.subList(0, 2));
            assertFalse(List.of(42_000, 42_001, 42_002).contains(ports.getLast()), "port " + ports.getLast());
        }
    }

    @Test
    void tellsWhereTheWorldReachesAForwardedPort() throws Exception {
        var notes = new HandshakeNotes();
        try (var peers = RtcPeers.start(RtcOptions.with(Candidates.withLocal()));
                LinkLab.Visitor offering = lab.begin(browser)) {
            peers.doors().open(List.of(new Door(42_003, Optional.of(new InetSocketAddress("10.77.0.9", 50_123)))));
            peers.accept("forwarded", offering.offer(), notes);
            assertTrue(next(notes, "typ srflx").contains(" 10.77.0.9 50123 typ srflx raddr 0.0.0.0 "));
        }
    }

    private static String next(HandshakeNotes notes, String kind) throws InterruptedException {
        while (true) {
            Candidate candidate =
                    Objects.requireNonNull(notes.candidates().poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no candidate");
            if (candidate.candidate().contains(kind)) {
                return candidate.candidate();
            }
        }
    }

    private static int port(String candidate) {
        return Integer.parseInt(candidate.split(" ", -1)[5]);
    }

    @Test
    void opensALinkAndSaysThatItIsDirectWhateverRelayTheNetworkLends() throws Exception {
        String huge = "a".repeat(60_000);
        for (TurnCredentials relay : List.of(
                new TurnCredentials(List.of("turn:"), "name", "password"),
                new TurnCredentials(List.of("turn:224.0.0.1"), "name", "password"),
                new TurnCredentials(List.of("turn:" + huge), huge, huge),
                new TurnCredentials(List.of("turn:10.77.0.1:50000"), "", ""),
                // A server of an allowed address that does not answer.
                new TurnCredentials(List.of("turn:10.77.0.1:50000?transport=tcp"), "name", "password"))) {
            try (LinkLab.Visitor visitor = lab.begin(browser, relay)) {
                visitor.end().open().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                        .until(() -> lab.reception().links().stream().anyMatch(link -> link.path() == LinkPath.DIRECT));
            }
            awaitPlaces(0);
        }
    }

    @Test
    void opensOtherLinksWhileOneIsFloodedWithCandidates() throws Exception {
        byte[] file = random(MIB);
        var forged = new RTCIceCandidate("0", 0, "candidate:1 1 udp 1 10.77.0.9 50000 typ host");
        try (var flooded = new LinkLab(Candidates.withLocal());
                LinkLab.Visitor flooding = flooded.begin(browser)) {
            ObjectId id = flooded.pieces().put(file);
            for (int i = 0; i < 10_000; i++) {
                flooding.candidate(forged);
            }
            try (LinkLab.Visitor other = flooded.connect(browser)) {
                assertArrayEquals(file, other.link().fetch(id, file.length));
            }
        }
    }

    @Test
    void beginsNoMoreHandshakesThanItHasPlacesFor() throws Exception {
        var options = new RtcOptions(Candidates.publicOnly(), 2);
        var notes = new HandshakeNotes();
        try (var peers = RtcPeers.start(options);
                LinkLab.Visitor offering = lab.begin(browser)) {
            for (int offer = 1; offer <= 1_000; offer++) {
                peers.accept("offer-" + offer, offering.offer(), notes);
            }
            assertFalse(peers.hasRoom());
            assertEquals(998, notes.failed().size());
            assertEquals("offer-3", notes.failed().peek());
        }
    }

    @Test
    void leavesNoThreadBehindAfterAHundredLinks() throws Exception {
        openAndClose(10);
        long before = threads();
        openAndClose(100);
        assertTrue(threads() <= before + 2, before + " threads before, " + threads() + " after");
    }

    private void openAndClose(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            lab.connect(browser).close();
        }
        awaitPlaces(0);
    }

    private void awaitPlaces(int links) {
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> lab.reception().links().size() == links);
    }

    private static List<Why> byes(LinkLab.Visitor visitor) {
        return visitor.link().received().stream()
                .filter(LinkMessage.Bye.class::isInstance)
                .map(message -> ((LinkMessage.Bye) message).why())
                .toList();
    }

    /** UDP datagrams that left any socket of this namespace. */
    private static long datagrams() throws IOException {
        List<String> udp = Files.readAllLines(Path.of("/proc/net/snmp")).stream()
                .filter(line -> line.startsWith("Udp:"))
                .toList();
        int field = List.of(udp.getFirst().split(" ", -1)).indexOf("OutDatagrams");
        return Long.parseLong(udp.getLast().split(" ", -1)[field]);
    }

    /** The last words of the links of other tests are still on their way. */
    private static long datagramsOnceQuiet() throws IOException {
        var last = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(200)).until(() -> last.getAndSet(datagrams()) == datagrams());
        return datagrams();
    }

    private static long threads() throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.count();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
