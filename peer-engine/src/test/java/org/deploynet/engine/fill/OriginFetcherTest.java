package org.deploynet.engine.fill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.engine.limits.DownloadBudget;
import org.deploynet.engine.limits.ManualTicker;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.net.OriginAddresses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginFetcherTest {
    private static final OriginPace QUICK =
            new OriginPace(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofMillis(900));
    private static final String BIG = "/big.bin";
    private static final int BIG_BYTES = 3 * Pieces.PIECE_BYTES + 1000;
    /** More than the kernel keeps of a connection on loopback. */
    private static final int HELD_BACK_BYTES = 32 * 1024 * 1024;

    @TempDir
    private Path folder;

    private LocalOrigin origin;
    private LocalSite site;
    private PieceStore store;
    private OriginFetcher fetcher;

    @BeforeEach
    void open() throws IOException {
        origin = new LocalOrigin();
        site = new LocalSite(origin).with("/a.txt", 1_000).with(BIG, BIG_BYTES).publish();
        store = PieceStore.open(
                PieceStore.Options.of(folder.resolve("cache"), folder.resolve("state"), 200_000_000, 0),
                new NioDisk(),
                Clock.systemUTC());
        fetcher = fetcher(Set.of(origin.uri()), Clock.systemUTC());
    }

    private static OriginFetcher fetcher(Set<URI> local, Clock clock) {
        return new OriginFetcher(new OriginAddresses(local), OriginPace.USUAL, clock, OriginFetcher.Line.free());
    }

    private void losePatienceSoon() {
        fetcher.close();
        fetcher = new OriginFetcher(
                new OriginAddresses(Set.of(origin.uri())), QUICK, Clock.systemUTC(), OriginFetcher.Line.free());
    }

    @AfterEach
    void close() throws IOException {
        fetcher.close();
        store.close();
        origin.close();
    }

    @Test
    void fetchesManifestLayerAndEveryPiece() throws Exception {
        assertEquals(1, fetcher.manifest(site.id(), origin.address()).manifest().sequence());
        var layer = fetcher.layer(rank(BIG), site.object(BIG), BIG_BYTES);
        fill(BIG, layer);
        assertArrayEquals(site.bytes(BIG), kept(BIG));
    }

    @Test
    void asksForPlainBytesAndCarriesNoCookies() throws Exception {
        origin.misbehave("/a.txt", (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Content-Length: " + file.length, "Set-Cookie: visitor=1; Path=/");
            out.write(file);
        });
        fill("/a.txt");
        fetcher.manifest(site.id(), origin.address());
        assertTrue(origin.asked.stream()
                .allMatch(asked -> asked.header("accept-encoding").orElse("").equals("identity")));
        assertTrue(
                origin.asked.stream().noneMatch(asked -> asked.header("cookie").isPresent()));
    }

    @Test
    void takesUpABrokenConnectionWhereItBroke() throws Exception {
        origin.misbehave(BIG, (asked, file, out) -> {
            origin.behave(BIG);
            LocalOrigin.head(out, "200 OK", "Content-Length: " + file.length);
            out.write(file, 0, Pieces.PIECE_BYTES * 2 + 10);
            throw new IOException("cut");
        });
        fill(BIG);
        assertArrayEquals(site.bytes(BIG), kept(BIG));
        assertEquals(
                "bytes=" + 2 * Pieces.PIECE_BYTES + "-" + (BIG_BYTES - 1),
                origin.asked.getLast().header("range").orElse(""));
    }

    @Test
    void copesWithAnOriginThatIgnoresRange() throws Exception {
        try (Ingest ingest = store.begin(site.id(), site.layer(BIG)).orElseThrow()) {
            assertTrue(ingest.put(0, ByteBuffer.wrap(site.bytes(BIG), 0, Pieces.PIECE_BYTES)));
        }
        origin.misbehave(BIG, (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Content-Length: " + file.length);
            out.write(file);
            out.flush();
        });
        fill(BIG);
        assertArrayEquals(site.bytes(BIG), kept(BIG));
    }

    @Test
    void keepsNoWrongByteAndCountsIt() throws Exception {
        byte[] wrong = site.bytes(BIG).clone();
        wrong[2 * Pieces.PIECE_BYTES + 5] ^= 1;
        origin.put(BIG, wrong);
        assertEquals(Kind.WRONG_BYTES, failure(() -> fill(BIG)));
        assertFalse(store.has(site.object(BIG)));
        assertTrue(store.piece(site.object(BIG), 2).isEmpty());
        assertEquals(1, fetcher.wrongAnswers());
    }

    @Test
    void refusesAFileOfAnotherLength() {
        origin.put("/a.txt", new byte[999]);
        assertEquals(Kind.WRONG_BYTES, failure(() -> fill("/a.txt")));
        origin.put("/a.txt", new byte[1_001]);
        assertEquals(Kind.WRONG_BYTES, failure(() -> fill("/a.txt")));
    }

    @Test
    void stopsAnEndlessBodyAtTheLengthOfTheManifest() {
        var sent = new AtomicInteger();
        origin.misbehave(BIG, (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Connection: close");
            out.write(file);
            for (int i = 0; i < 10_000; i++) {
                out.write(new byte[64 * 1024]);
                sent.incrementAndGet();
            }
        });
        assertEquals(Kind.WRONG_BYTES, failure(() -> fill(BIG)));
        assertTrue(sent.get() < 1_000, "read " + sent.get() * 64 + " KiB too many");
    }

    @Test
    void stopsAnEndlessManifest() {
        origin.misbehave(Manifest.PATH, (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Connection: close");
            for (int i = 0; i < 4_000; i++) {
                out.write(new byte[64 * 1024]);
            }
        });
        assertEquals(Kind.WRONG_BYTES, failure(() -> fetcher.manifest(site.id(), origin.address())));
    }

    @Test
    void givesUpOnAFileThatAlwaysEndsTooEarly() {
        origin.misbehave("/a.txt", (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Content-Length: 1000");
            out.write(file, 0, 500);
            throw new IOException("cut");
        });
        assertEquals(Kind.TRUNCATED, failure(() -> fill("/a.txt")));
        assertEquals(3, origin.askedFor("/a.txt"));
    }

    @Test
    void refusesCompressedAnswersUnopened() {
        origin.misbehave("/a.txt", (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Content-Length: 1000", "Content-Encoding: gzip");
            out.write(file);
        });
        assertEquals(Kind.ENCODED, failure(() -> fill("/a.txt")));
    }

    @Test
    void refusesToBeSentElsewhere() throws IOException {
        try (var other = new LocalOrigin()) {
            other.put("/a.txt", site.bytes("/a.txt"));
            origin.misbehave("/a.txt", redirect(other.address() + "/a.txt"));
            assertEquals(Kind.REDIRECT, failure(() -> fill("/a.txt")));
            assertEquals(List.of(), other.asked);
        }
    }

    @Test
    void refusesToRunInCircles() {
        origin.misbehave("/a.txt", redirect("/a.txt"));
        assertEquals(Kind.REDIRECT, failure(() -> fill("/a.txt")));
        assertTrue(origin.askedFor("/a.txt") <= 4);
    }

    @Test
    void followsARedirectWithinTheOrigin() throws Exception {
        origin.put("/a", site.bytes("/a.txt"));
        origin.misbehave("/a.txt", redirect("/a"));
        fill("/a.txt");
        assertTrue(store.has(site.object("/a.txt")));
    }

    private static LocalOrigin.Misdeed redirect(String to) {
        return (asked, file, out) -> LocalOrigin.head(out, "302 Found", "Location: " + to, "Content-Length: 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "localhost", "[::1]", "127.1", "0x7f.1", "2130706433", "0", "[::ffff:127.0.0.1]"})
    void neverConnectsToAPrivateAddressInAnySpelling(String host) {
        int port = origin.uri().getPort();
        try (var strict = fetcher(Set.of(), Clock.systemUTC())) {
            Kind kind = failure(() -> strict.manifest(site.id(), "http://" + host + ":" + port));
            assertTrue(
                    kind == Kind.PRIVATE_ADDRESS || kind == Kind.UNREACHABLE || kind == Kind.BAD_MANIFEST,
                    kind + " for " + host);
        }
        assertEquals(List.of(), origin.asked);
    }

    @Test
    void opensOnlyTheVeryOriginThatTheOwnerAllowed() throws IOException {
        try (var other = new LocalOrigin()) {
            assertEquals(Kind.PRIVATE_ADDRESS, failure(() -> fetcher.manifest(site.id(), other.address())));
            assertEquals(List.of(), other.asked);
        }
    }

    @Test
    void givesUpOnAnOriginThatDripsBytes() {
        losePatienceSoon();
        var over = new CountDownLatch(1);
        origin.misbehave("/a.txt", (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Content-Length: 1000");
            drip(out, file, over);
        });
        long before = System.nanoTime();
        assertEquals(Kind.TOO_SLOW, failure(() -> fill("/a.txt")));
        over.countDown();
        assertTrue(Duration.ofNanos(System.nanoTime() - before).toSeconds() < 10);
    }

    private static void drip(OutputStream out, byte[] file, CountDownLatch over) throws IOException {
        try {
            for (int i = 0; i < file.length && !over.await(100, java.util.concurrent.TimeUnit.MILLISECONDS); i++) {
                out.write(file[i]);
                out.flush();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void givesUpOnAnOriginThatSaysNothing() {
        losePatienceSoon();
        var over = new CountDownLatch(1);
        origin.misbehave("/a.txt", (asked, file, out) -> LocalOrigin.awaitQuietly(over));
        assertEquals(Kind.TOO_SLOW, failure(() -> fill("/a.txt")));
        over.countDown();
    }

    @Test
    void saysThatAFileIsMissing() {
        origin.misbehave("/a.txt", (asked, file, out) -> LocalOrigin.head(out, "404 Not Found", "Content-Length: 0"));
        assertEquals(Kind.STATUS, failure(() -> fill("/a.txt")));
    }

    @Test
    void refusesHeadersWithoutEnd() {
        origin.misbehave(
                "/a.txt",
                (asked, file, out) ->
                        LocalOrigin.head(out, "200 OK", "X-Long: " + "x".repeat(64 * 1024), "Content-Length: 1000"));
        assertEquals(Kind.UNREACHABLE, failure(() -> fill("/a.txt")));
    }

    @Test
    void refusesAManifestOfAnotherSiteOrOfAnotherOrigin() throws Exception {
        var other = new LocalSite(origin).with("/x", 10).publish();
        assertEquals(Kind.BAD_MANIFEST, failure(() -> fetcher.manifest(site.id(), origin.address())));
        assertEquals(
                1, fetcher.manifest(other.id(), origin.address()).manifest().sequence());
        String alias = origin.address().replace("127.0.0.1", "localhost");
        try (var both = fetcher(Set.of(URI.create(alias)), Clock.systemUTC())) {
            assertEquals(Kind.BAD_MANIFEST, failure(() -> both.manifest(other.id(), alias)));
        }
    }

    @Test
    void allowsFiveMinutesOfClockDifferenceAndNoMore() throws Exception {
        Instant issued = Instant.parse("2026-11-21T10:00:00Z");
        site.issued(issued).publish();
        try (var behind = fetcher(Set.of(origin.uri()), at(issued.minus(Duration.ofMinutes(4))))) {
            assertEquals(
                    2, behind.manifest(site.id(), origin.address()).manifest().sequence());
        }
        try (var tooFar = fetcher(Set.of(origin.uri()), at(issued.minus(Duration.ofMinutes(6))))) {
            assertEquals(Kind.BAD_MANIFEST, failure(() -> tooFar.manifest(site.id(), origin.address())));
        }
        try (var expired = fetcher(Set.of(origin.uri()), at(issued.plus(Duration.ofDays(91))))) {
            assertEquals(Kind.BAD_MANIFEST, failure(() -> expired.manifest(site.id(), origin.address())));
        }
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    @Test
    void fetchesAnObjectOnceForManyWhoWantIt() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        fill(BIG);
                        return i;
                    }))
                    .toList();
            for (var future : futures) {
                future.get();
            }
        }
        assertEquals(1, origin.askedFor(BIG));
        assertArrayEquals(site.bytes(BIG), kept(BIG));
    }

    @Test
    void refusesALayerThatIsNotTheObjects() {
        origin.put(Manifest.layerPath(site.object(BIG)), new byte[Pieces.layerBytes(BIG_BYTES)]);
        assertEquals(Kind.WRONG_BYTES, failure(() -> fetcher.layer(rank(BIG), site.object(BIG), BIG_BYTES)));
    }

    private FetchQueue.Rank rank(String path) {
        return new FetchQueue.Rank(origin.address(), 0, site.bytes(path).length);
    }

    private void useLine(DownloadBudget budget, OriginPace pace, Ticker ticker) {
        fetcher.close();
        var line = new OriginFetcher.Line(budget, new FillGate(budget, Clock.systemUTC()), ticker, () -> {});
        fetcher = new OriginFetcher(new OriginAddresses(Set.of(origin.uri())), pace, Clock.systemUTC(), line);
    }

    /** What the origin got rid of is in the end what was read of it, and what the kernel takes in between. */
    @Test
    void holdsAnOriginBackWhileTheCapAllowsNoMore() throws Exception {
        var ticker = new ManualTicker();
        var budget = new DownloadBudget(100_000, ticker);
        useLine(budget, OriginPace.USUAL, ticker);
        site.with("/huge.bin", 48 * 1024 * 1024).publish();
        var sent = new AtomicInteger();
        origin.misbehave("/huge.bin", (asked, file, out) -> {
            LocalOrigin.head(out, "200 OK", "Content-Length: " + file.length);
            for (int at = 0; at < file.length; at += 64 * 1024) {
                out.write(file, at, 64 * 1024);
                sent.addAndGet(64 * 1024);
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var fill = threads.submit(() -> {
                fill("/huge.bin");
                return true;
            });
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> sent.get() < HELD_BACK_BYTES);
            assertTrue(fetcher.receivedBytes() <= 64 * 1024, "read " + fetcher.receivedBytes() + " in no time");
            assertFalse(fill.isDone());
            budget.setBytesPerSecond(DownloadBudget.UNLIMITED);
            assertTrue(fill.get());
        }
        assertEquals(48 * 1024 * 1024, sent.get());
    }

    @Test
    void waitingByTheOwnersWishIsNotTheOriginsFault() throws Exception {
        var budget = new DownloadBudget(200_000, Ticker.system());
        // A portion takes more than a second at this cap, three times what an origin may take.
        useLine(budget, QUICK, Ticker.system());
        site.with("/slow.bin", 250_000).publish();
        fill("/slow.bin");
        assertTrue(store.has(site.object("/slow.bin")));
    }

    @Test
    void aCapOfZeroEndsWhatIsComingAndLetsNothingBegin() throws Exception {
        var ticker = new ManualTicker();
        var budget = new DownloadBudget(100_000, ticker);
        useLine(budget, OriginPace.USUAL, ticker);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var fill = threads.submit(() -> failure(() -> fill(BIG)));
            await().until(() -> fetcher.receivedBytes() > 0);
            budget.setBytesPerSecond(0);
            assertEquals(Kind.HELD, fill.get());
        }
        assertFalse(fetcher.isBusy());
        long asked = origin.asked.size();
        assertEquals(Kind.HELD, failure(() -> fill("/a.txt")));
        assertEquals(Kind.HELD, failure(() -> fetcher.manifest(site.id(), origin.address())));
        assertEquals(asked, origin.asked.size());
    }

    private void fill(String path) throws OriginException, InterruptedException {
        fill(path, site.layer(path));
    }

    private void fill(String path, org.deploynet.protocol.content.PieceLayer layer)
            throws OriginException, InterruptedException {
        try (var turn = fetcher.await(layer.id());
                Ingest ingest = store.begin(site.id(), layer).orElseThrow()) {
            assertTrue(fetcher.fill(rank(path), path, layer, ingest, turn::isUp));
        }
    }

    private byte[] kept(String path) {
        byte[] whole = new byte[site.bytes(path).length];
        ByteBuffer into = ByteBuffer.wrap(whole);
        for (int piece = 0; piece < Pieces.count(whole.length); piece++) {
            into.put(store.piece(site.object(path), piece).orElseThrow());
        }
        return Arrays.copyOf(whole, into.position());
    }

    private interface Attempt {
        void run() throws OriginException, InterruptedException;
    }

    private static Kind failure(Attempt attempt) {
        return assertThrows(OriginException.class, attempt::run).kind();
    }
}
