package org.deploynet.engine.fill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.deploynet.control.FillHours;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.consent.Denylists;
import org.deploynet.engine.fill.SiteKeeper.Standing;
import org.deploynet.engine.limits.DownloadBudget;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.denylist.SignedDenylist;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.net.OriginAddresses;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteKeeperTest {
    private static final String BIG = "/video.bin";

    @TempDir
    private Path folder;

    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    private final Watched watched = new Watched();
    private final DownloadBudget budget = new DownloadBudget(DownloadBudget.UNLIMITED, Ticker.system());
    private final FillGate gate = new FillGate(budget, new Shifted());
    private final SigningKey publisher = SigningKey.generate();
    private LocalOrigin origin;
    private LocalSite site;
    private PieceStore store;
    private OriginFetcher fetcher;
    private Consent consent;
    private Denylists lists;
    private final AtomicReference<byte[]> denylist = new AtomicReference<>(new byte[0]);
    private SiteKeeper keeper;

    private static final class Watched implements SiteKeeper.Watcher {
        final AtomicInteger changes = new AtomicInteger();
        final List<String> refusals = new CopyOnWriteArrayList<>();

        @Override
        public void inventoryChanged() {
            changes.incrementAndGet();
        }

        @Override
        public void siteRefused(KeyId site, String why) {
            refusals.add(why);
        }
    }

    /** The wall clock, and what a test adds to it. */
    private final class Shifted extends Clock {
        @Override
        public Instant instant() {
            return Instant.now().plus(later.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    // An origin that did not answer once is asked again after up to eight seconds: ten are too few on a busy machine.
    @BeforeAll
    static void waitsLong() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void waitsAsUsual() {
        Awaitility.reset();
    }

    @BeforeEach
    @SuppressWarnings("NullAway.Init") // by openStore
    void open() throws IOException {
        origin = new LocalOrigin();
        site = new LocalSite(origin)
                .with("/index.html", 700)
                .with("/a.png", 90_000)
                .with(BIG, 2 * Pieces.PIECE_BYTES + 77)
                .publish();
        openStore(100_000_000);
    }

    private void openStore(long quotaBytes) throws IOException {
        openStore(quotaBytes, Set.of(origin.uri()));
    }

    private void openStore(long quotaBytes, Set<URI> local) throws IOException {
        openStore(quotaBytes, local, OriginPace.USUAL);
    }

    private void openStore(long quotaBytes, Set<URI> local, OriginPace pace) throws IOException {
        store = PieceStore.open(
                new PieceStore.Options(
                        folder.resolve("cache"), folder.resolve("state"), quotaBytes, 0, 8L * 1024 * 1024),
                new NioDisk(),
                Clock.systemUTC());
        fetcher = new OriginFetcher(
                new OriginAddresses(local),
                pace,
                new Shifted(),
                new OriginFetcher.Line(budget, gate, Ticker.system(), () -> {}));
        var manifests = new KeptManifests(() -> folder.resolve("cache/manifests"), new Shifted());
        lists = new Denylists(
                store.state(), folder.resolve("lists"), (address, atMost) -> denylist.get(), Clock.systemUTC());
        consent = new Consent(store.state(), lists);
        keeper = new SiteKeeper(new SiteKeeper.Tools(store, fetcher, manifests, consent, new Shifted()), watched);
    }

    @AfterEach
    void close() throws IOException {
        closeStore();
        origin.close();
    }

    private void closeStore() {
        keeper.close();
        fetcher.close();
        store.close();
    }

    private KeptSite kept() {
        return keeper.sites().getFirst();
    }

    private void awaitWhole(long sequence) {
        await().atMost(Duration.ofSeconds(30)).until(() -> kept().sequence() == sequence && kept().whole());
    }

    @Test
    void keepsEveryFileOfAnAssignedSite() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        assertEquals(kept().wantedBytes(), kept().keptBytes());
        assertEquals(3, kept().files());
        assertTrue(keeper.serves(site.id()));
        assertEquals(Standing.LISTED, keeper.standing(site.id(), site.object(BIG)));
        assertTrue(watched.changes.get() > 0);
    }

    @Test
    void servesAfterARestartWhileTheOriginIsAway() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        closeStore();
        origin.close();
        openStore(100_000_000);
        keeper.assign(List.of(site.assignment()));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> keeper.standing(site.id(), site.object(BIG)) == Standing.LISTED);
        assertEquals(1, kept().sequence());
        await().atMost(Duration.ofSeconds(10)).until(() -> kept().problem().isPresent());
        assertEquals(Standing.LISTED, keeper.standing(site.id(), site.object(BIG)));
    }

    @Test
    void keptManifestThatWasTamperedWithDoesNotCount() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        closeStore();
        origin.close();
        Path file = folder.resolve("cache/manifests/" + site.id().hex() + ".manifest");
        Files.writeString(file, Files.readString(file).replace("/a.png", "/b.png"));
        openStore(100_000_000);
        keeper.assign(List.of(site.assignment()));
        await().atMost(Duration.ofSeconds(10)).until(() -> kept().problem().isPresent());
        assertEquals(Standing.UNKNOWN, keeper.standing(site.id(), site.object(BIG)));
    }

    @Test
    void keptManifestThatExpiredDoesNotCount() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        closeStore();
        origin.close();
        later.set(Duration.ofDays(91));
        openStore(100_000_000);
        keeper.assign(List.of(site.assignment()));
        await().atMost(Duration.ofSeconds(10)).until(() -> kept().problem().isPresent());
        assertEquals(Standing.UNKNOWN, keeper.standing(site.id(), site.object(BIG)));
    }

    @Test
    void knowsNothingOfOtherObjectsAndSites() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        var stranger = new LocalSite(origin).with("/x", 10);
        assertEquals(Standing.UNKNOWN, keeper.standing(site.id(), stranger.object("/x")));
        assertEquals(Standing.UNKNOWN, keeper.standing(stranger.id(), site.object(BIG)));
        assertFalse(keeper.serves(stranger.id()));
    }

    @Test
    void fetchesOnlyTheBucketsThatAreItsOwn() {
        var elsewhere = new KeptSite.Assignment(site.id(), origin.address(), 1, List.of(1), 0, Map.of());
        keeper.assign(List.of(elsewhere));
        awaitWhole(1);
        assertEquals(0, kept().files());
        assertEquals(0, origin.askedFor(BIG));
    }

    @Test
    void newsOfAManifestBringsOnlyWhatIsNew() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        long askedBefore = origin.askedFor(BIG);
        site.with("/new.css", 3_000).publish();
        keeper.news(site.id(), 2);
        awaitWhole(2);
        assertTrue(store.has(site.object("/new.css")));
        assertEquals(askedBefore, origin.askedFor(BIG));
    }

    @Test
    void refusesAnOlderManifestAlsoAfterARestart() throws Exception {
        site.publish(5);
        keeper.assign(List.of(site.assignment()));
        awaitWhole(5);
        closeStore();
        site.publish(4);
        openStore(100_000_000);
        keeper.assign(List.of(site.assignment()));
        await().until(() -> kept().problem().orElse("").contains("5 was seen before"));
        assertEquals(5, kept().sequence(), "what was kept of manifest 5 goes on");
        assertTrue(watched.refusals.getFirst().contains("manifest 4"));
    }

    @Test
    void oneFileThatIsNotAsSignedDoesNotKeepTheOthersAway() {
        origin.put("/a.png", new byte[90_000]);
        keeper.assign(List.of(site.assignment()));
        await().until(() -> kept().problem().isPresent());
        assertTrue(store.has(site.object("/index.html")));
        assertTrue(store.has(site.object(BIG)));
        assertFalse(store.has(site.object("/a.png")));
        assertFalse(kept().whole());
        origin.put("/a.png", site.bytes("/a.png"));
        awaitWhole(1);
        assertTrue(kept().problem().isEmpty());
    }

    @Test
    void comesBackToAnOriginThatWasDown() {
        origin.misbehave(Manifest.PATH, (asked, file, out) -> {
            throw new IOException("down");
        });
        keeper.assign(List.of(site.assignment()));
        await().until(() -> kept().problem().isPresent());
        origin.behave(Manifest.PATH);
        awaitWhole(1);
    }

    private ObjectId keptAndThenUnnamed(String path) {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        ObjectId old = site.object(path);
        site.files.remove(path);
        site.publish();
        keeper.news(site.id(), 2);
        awaitWhole(2);
        return old;
    }

    @Test
    void whatNoManifestNamesIsServedForADayAndThenReleased() {
        ObjectId old = keptAndThenUnnamed("/a.png");
        assertEquals(Standing.LISTED, keeper.standing(site.id(), old));
        assertTrue(store.has(old));
        later.set(Duration.ofHours(25));
        keeper.news(site.id(), 2);
        await().until(() -> !store.has(old));
        assertEquals(Standing.UNKNOWN, keeper.standing(site.id(), old));
        assertTrue(store.has(site.object(BIG)));
    }

    @Test
    void whatNoManifestNamesGoesAlsoWhereNoRunLastsADay() throws IOException {
        ObjectId old = keptAndThenUnnamed("/a.png");
        for (int hours = 8; hours <= 24; hours += 8) {
            assertTrue(store.has(old), "gone before its time");
            closeStore();
            later.set(Duration.ofHours(hours).plusMinutes(1));
            openStore(100_000_000);
            keeper.assign(List.of(site.assignment()));
            awaitWhole(2);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !store.has(old));
        assertTrue(store.has(site.object("/index.html")));
    }

    @Test
    void aSiteThatIsNotAssignedAgainAfterARestartGoesAfterADay() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        closeStore();
        openStore(100_000_000);
        later.set(Duration.ofHours(25));
        keeper.releaseForgotten();
        assertTrue(store.keptBytes(site.id()) > 0, "the network has not said what it wants");
        keeper.assign(List.of());
        later.set(Duration.ofHours(23));
        keeper.releaseForgotten();
        assertTrue(store.keptBytes(site.id()) > 0, "its day is not over");
        later.set(Duration.ofHours(25));
        keeper.releaseForgotten();
        assertEquals(0, store.keptBytes(site.id()));
    }

    @Test
    void aWithdrawnObjectIsGoneAndNotFetchedAgain() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        ObjectId bad = site.object(BIG);
        store.purge(new PurgeOrder("o1", site.id(), site.id(), List.of(bad), 1));
        keeper.purged(site.id());
        assertEquals(Standing.PURGED, keeper.standing(site.id(), bad));
        long asked = origin.askedFor(BIG);
        site.with("/more.txt", 20).publish();
        keeper.news(site.id(), 2);
        awaitWhole(2);
        assertFalse(store.has(bad));
        assertEquals(asked, origin.askedFor(BIG));
    }

    @Test
    void anUnassignedSiteIsNotServedAndAssigningItAgainCostsNothing() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        keeper.unassign(Set.of(site.id()));
        assertFalse(keeper.serves(site.id()));
        assertEquals(Standing.UNKNOWN, keeper.standing(site.id(), site.object(BIG)));
        assertEquals(List.of(), keeper.sites());
        long asked = origin.askedFor(BIG);
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        assertEquals(asked, origin.askedFor(BIG));
    }

    private void block(boolean keep) {
        consent.block(site.id(), keep, Optional.of(site.assignment().origin()));
        keeper.consentChanged();
    }

    private void allow() {
        consent.allow(site.id(), Optional.empty());
        keeper.consentChanged();
    }

    private List<KeyId> declined() {
        return keeper.declined().stream().map(KeptSite.Assignment::site).toList();
    }

    @Test
    void aBlockedSiteIsNotServedItsBytesGoAndItComesBackWhenAllowed() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        long kept = kept().keptBytes();
        block(false);
        assertFalse(keeper.serves(site.id()));
        assertEquals(List.of(), keeper.sites());
        assertEquals(List.of(site.id()), declined());
        keeper.remove(site.id());
        assertEquals(0, store.keptBytes(site.id()));
        assertFalse(store.has(site.object(BIG)));
        keeper.unassign(List.of(site.id()));
        assertEquals(List.of(site.id()), declined(), "as long as it is said the network does not assign it again");
        keeper.assign(List.of(site.assignment()));
        assertEquals(List.of(), keeper.sites());
        allow();
        assertEquals(List.of(), declined());
        awaitWhole(1);
        assertEquals(kept, kept().keptBytes());
    }

    @Test
    void theNetworkThatTookABlockedSiteBackIsNotServedAgainstItsWord() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        block(true);
        keeper.unassign(List.of(site.id()));
        allow();
        assertEquals(List.of(), keeper.sites());
        assertEquals(List.of(), declined());
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
    }

    @Test
    void aDecisionOutlivesTheEngineAndWhatItLeftUndoneIsDone() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        block(false);
        closeStore();
        openStore(100_000_000);
        await().until(() -> store.keptBytes(site.id()) == 0);
        int asked = origin.asked.size();
        keeper.assign(List.of(site.assignment()));
        assertFalse(keeper.serves(site.id()));
        assertEquals(List.of(site.id()), declined());
        assertEquals(asked, origin.asked.size());
    }

    @Test
    void whatIsKeptOfABlockedSiteStaysWhereItsOwnerSaysSo() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        long kept = kept().keptBytes();
        block(true);
        later.set(Duration.ofHours(30));
        keeper.rulesChanged();
        // When it looked: whatever it let go is gone then.
        var releases = store.releases(new Shifted());
        await().until(() -> releases.due(site.id()).isAfter(Instant.now().plus(Duration.ofHours(53))));
        assertEquals(kept, store.keptBytes(site.id()));
        closeStore();
        openStore(100_000_000);
        keeper.assign(List.of(site.assignment()));
        later.set(Duration.ofHours(80));
        keeper.releaseForgotten();
        assertEquals(kept, store.keptBytes(site.id()));
        long files = origin.askedFor(BIG);
        allow();
        awaitWhole(1);
        assertEquals(files, origin.askedFor(BIG));
    }

    @Test
    void blockingEndsAFetchAtItsNextPieceAndLeavesNothing() {
        site.with(BIG, 20 * Pieces.PIECE_BYTES).publish();
        CountDownLatch goOn = standStillInTheThirdPiece();
        keeper.assign(List.of(site.assignment()));
        await().until(() -> store.piece(site.object(BIG), 1).isPresent());
        block(false);
        keeper.remove(site.id());
        goOn.countDown();
        await().until(() -> !fetcher.isBusy());
        await().until(() -> store.keptBytes(site.id()) == 0);
        assertEquals(1, origin.askedFor(BIG));
        assertTrue(store.piece(site.object(BIG), 19).isEmpty());
    }

    @Test
    void whatIsPurgedByHandIsFetchedAgainAtTheNextLook() {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        long kept = kept().keptBytes();
        assertEquals(kept, keeper.remove(site.id()));
        assertEquals(0, kept().keptBytes());
        assertFalse(kept().whole());
        assertTrue(keeper.serves(site.id()));
        assertEquals(0, keeper.remove(site.id()));
        keeper.rulesChanged();
        awaitWhole(1);
        assertEquals(kept, kept().keptBytes());
    }

    @Test
    void aSiteThatPaysNothingIsKeptOnlyWhereItsOwnerServesThose() {
        var free = new KeptSite.Assignment(site.id(), site.assignment().origin(), 1, List.of(0), 0, Map.of());
        consent.serveUnpaid(false);
        keeper.assign(List.of(free));
        assertFalse(keeper.serves(site.id()));
        assertEquals(List.of(site.id()), declined());
        assertEquals(List.of(), List.copyOf(origin.asked));
        consent.serveUnpaid(true);
        keeper.consentChanged();
        awaitWhole(1);
    }

    private void deny(long sequence, String... entries) throws Exception {
        var list = new Denylist(
                1,
                "A list",
                sequence,
                Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(3600),
                List.of(entries));
        denylist.set(SignedDenylist.sign(list, publisher).getBytes(StandardCharsets.UTF_8));
        lists.subscribe(URI.create("https://lists.example/a"), Optional.empty());
        keeper.consentChanged();
    }

    @Test
    void whatADenylistNamesIsNotServedNotFetchedAndRemoved() throws Exception {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        deny(1, Denylist.entry(site.id()));
        assertFalse(keeper.serves(site.id()));
        assertEquals(List.of(site.id()), declined());
        await().until(() -> store.keptBytes(site.id()) == 0);
        deny(2);
        awaitWhole(1);
    }

    @Test
    void anObjectThatADenylistNamesGoesAndTheOthersStay() throws Exception {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        ObjectId bad = site.object(BIG);
        deny(1, Denylist.entry(bad));
        assertTrue(consent.denies(site.id(), bad));
        await().until(() -> store.piece(bad, 0).isEmpty());
        assertTrue(store.has(site.object("/a.png")));
        long asked = origin.askedFor(BIG);
        site.with("/more.txt", 20).publish();
        keeper.news(site.id(), 2);
        awaitWhole(2);
        assertEquals(asked, origin.askedFor(BIG));
        deny(2);
        await().until(() -> store.has(bad));
    }

    /** Hours that are over now, and will be for a while. */
    private static FillHours notNow() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        return new FillHours(now.plusHours(6), now.plusHours(7));
    }

    @Test
    void outsideTheOwnersHoursOnlyManifestsAreFetched() {
        gate.setHours(notNow());
        keeper.assign(List.of(site.assignment()));
        await().until(() -> kept().sequence() == 1 && origin.askedFor(Manifest.SIGNATURE_PATH) == 1);
        site.with("/new.css", 3_000).publish();
        keeper.news(site.id(), 2);
        await().until(() -> kept().sequence() == 2);
        assertFalse(kept().whole());
        assertTrue(kept().problem().isEmpty());
        assertEquals(0, kept().keptBytes());
        assertTrue(origin.asked.stream()
                .allMatch(asked ->
                        asked.path().equals(Manifest.PATH) || asked.path().equals(Manifest.SIGNATURE_PATH)));
        assertEquals(FillGate.Held.Why.OUTSIDE_HOURS, gate.files().orElseThrow().why());
        gate.setHours(FillHours.ANY_TIME);
        keeper.rulesChanged();
        awaitWhole(2);
    }

    @Test
    void whileTheOwnerPausesNothingIsFetchedAndWhatIsKeptGoesOn() throws IOException {
        keeper.assign(List.of(site.assignment()));
        awaitWhole(1);
        closeStore();
        openStore(100_000_000);
        gate.setPaused(true);
        int asked = origin.asked.size();
        site.with("/new.css", 3_000).publish();
        keeper.assign(List.of(site.assignment()));
        keeper.news(site.id(), 2);
        await().until(() -> keeper.standing(site.id(), site.object(BIG)) == Standing.LISTED);
        await().during(Duration.ofMillis(300)).until(() -> origin.asked.size() == asked);
        gate.setPaused(false);
        keeper.rulesChanged();
        awaitWhole(2);
    }

    /** The origin stands still in the middle of the third piece. */
    private CountDownLatch standStillInTheThirdPiece() {
        var goOn = new CountDownLatch(1);
        origin.misbehave(BIG, (asked, file, out) -> {
            origin.behave(BIG);
            LocalOrigin.head(out, "200 OK", "Content-Length: " + file.length);
            out.write(file, 0, 2 * Pieces.PIECE_BYTES + 50);
            out.flush();
            LocalOrigin.awaitQuietly(goOn);
            out.write(file, 2 * Pieces.PIECE_BYTES + 50, file.length - 2 * Pieces.PIECE_BYTES - 50);
        });
        return goOn;
    }

    @Test
    void aRunningFetchEndsAtTheNextPieceAndIsTakenUpThere() {
        site.with(BIG, 20 * Pieces.PIECE_BYTES).publish();
        CountDownLatch goOn = standStillInTheThirdPiece();
        keeper.assign(List.of(site.assignment()));
        await().until(() -> store.piece(site.object(BIG), 1).isPresent());
        gate.setHours(notNow());
        goOn.countDown();
        await().until(() -> !fetcher.isBusy() && !kept().whole());
        await().until(() -> store.piece(site.object(BIG), 2).isPresent());
        assertTrue(store.piece(site.object(BIG), 3).isEmpty());
        assertTrue(kept().problem().isEmpty());
        gate.setHours(FillHours.ANY_TIME);
        keeper.rulesChanged();
        awaitWhole(2);
        assertEquals(
                "bytes=" + 3 * Pieces.PIECE_BYTES + "-" + (20 * Pieces.PIECE_BYTES - 1),
                origin.asked.getLast().header("range").orElse(""));
    }

    private static LocalOrigin.Misdeed after(CountDownLatch latch) {
        return (asked, file, out) -> {
            LocalOrigin.awaitQuietly(latch);
            LocalOrigin.decent(asked, file, out);
        };
    }

    @Test
    void whatFewestOthersKeepIsFetchedFirst() throws IOException {
        try (var slow = new LocalOrigin();
                var busy = new LocalOrigin()) {
            closeStore();
            // What stands still here does so for as long as the test wants.
            var patient = new OriginPace(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
            openStore(100_000_000, Set.of(origin.uri(), slow.uri(), busy.uri()), patient);
            // All four places are taken.
            var one = new CountDownLatch(1);
            var rest = new CountDownLatch(1);
            var slowSite = new LocalSite(slow)
                    .with("/0", 100)
                    .with("/1", 101)
                    .with("/2", 102)
                    .publish();
            slow.misbehave("/0", after(one));
            slow.misbehave("/1", after(rest));
            slow.misbehave("/2", after(rest));
            keeper.assign(List.of(slowSite.assignment(0)));
            await().until(() -> slow.askedFor("/2") == 1);
            // Which of its files comes first is a matter of threads, so that each stands where it comes.
            var first = new CountDownLatch(1);
            var common = new AtomicInteger();
            LocalOrigin.Misdeed inTurn = (asked, file, out) -> {
                LocalOrigin.awaitQuietly(common.incrementAndGet() == 1 ? first : rest);
                LocalOrigin.decent(asked, file, out);
            };
            var commonSite = new LocalSite(busy)
                    .with("/0", 50)
                    .with("/1", 51)
                    .with("/2", 52)
                    .publish();
            List.of("/0", "/1", "/2").forEach(file -> busy.misbehave(file, inTurn));
            keeper.assign(List.of(commonSite.assignment(7)));
            await().until(() -> common.get() == 1);
            // The first that is free goes to a manifest, then to what waits.
            keeper.assign(List.of(site.assignment(0)));
            await().until(() -> fetcher.waiting() == 3);
            one.countDown();
            await().until(() -> common.get() == 2);
            // Now a rare file waits beside a common one, which came before it and is smaller.
            await().until(() -> fetcher.waiting() == 4);
            var commonBefore = new AtomicLong(-1);
            origin.misbehave("/index.html", (asked, file, out) -> {
                commonBefore.set(common.get());
                LocalOrigin.decent(asked, file, out);
            });
            first.countDown();
            await().until(() -> commonBefore.get() >= 0);
            assertEquals(2, commonBefore.get());
            rest.countDown();
            await().until(() -> keeper.sites().stream().allMatch(KeptSite::whole));
        }
    }

    @Test
    void twoSitesThatNameTheSameObjectFetchItOnceAndBothKeepIt() throws IOException {
        try (var otherOrigin = new LocalOrigin()) {
            var twin = new LocalSite(otherOrigin)
                    .with("/same.bin", 2 * Pieces.PIECE_BYTES + 77)
                    .publish();
            closeStore();
            openStore(100_000_000, Set.of(origin.uri(), otherOrigin.uri()));
            CountDownLatch goOn = standStillInTheThirdPiece();
            keeper.assign(List.of(site.assignment()));
            await().until(() -> origin.askedFor(BIG) == 1);
            keeper.assign(List.of(twin.assignment()));
            await().until(() -> otherOrigin.askedFor(Manifest.SIGNATURE_PATH) == 1);
            await().during(Duration.ofMillis(300)).until(() -> otherOrigin.askedFor("/same.bin") == 0);
            goOn.countDown();
            await().until(() ->
                    keeper.sites().size() == 2 && keeper.sites().stream().allMatch(KeptSite::whole));
            assertEquals(1, origin.askedFor(BIG));
            assertEquals(0, otherOrigin.askedFor("/same.bin"));
            assertEquals(
                    1,
                    origin.askedFor(Manifest.layerPath(site.object(BIG)))
                            + otherOrigin.askedFor(Manifest.layerPath(site.object(BIG))));
            store.release(site.id());
            assertTrue(store.has(twin.object("/same.bin")), "the other site still wants it");
        }
    }

    @Test
    void whatIsPurgedOfASiteAndKeptForAnotherIsItsAgainAtTheNextLook() throws IOException {
        try (var otherOrigin = new LocalOrigin()) {
            var twin = new LocalSite(otherOrigin)
                    .with("/same.bin", 2 * Pieces.PIECE_BYTES + 77)
                    .publish();
            closeStore();
            openStore(100_000_000, Set.of(origin.uri(), otherOrigin.uri()));
            keeper.assign(List.of(site.assignment()));
            awaitWhole(1);
            long kept = store.keptBytes(site.id());
            keeper.assign(List.of(twin.assignment()));
            await().until(() -> keeper.sites().stream().filter(KeptSite::whole).count() == 2);
            long shared = store.keptBytes(twin.id());
            assertEquals(kept - shared, keeper.remove(site.id()), "what the other one has is not deleted");
            assertEquals(0, store.keptBytes(site.id()));
            keeper.rulesChanged();
            await().until(() -> store.keptBytes(site.id()) == kept);
            assertEquals(1, origin.askedFor(BIG));
        }
    }

    @Test
    void whatFindsNoRoomIsNotAskedForAgainAndAgain() throws Exception {
        closeStore();
        for (int i = 0; i < 200; i++) {
            site.with("/huge/" + i, 1_000_000 + i);
        }
        site.publish();
        openStore(45_000_000);
        keeper.assign(List.of(site.assignment()));
        await().atMost(Duration.ofSeconds(60)).until(() -> kept().sequence() == 2 && !fetcher.isBusy());
        await().during(Duration.ofMillis(500)).until(() -> !fetcher.isBusy());
        long layers = origin.asked.stream()
                .filter(asked -> asked.path().contains("/layers/"))
                .count();
        long files = origin.asked.stream()
                .filter(asked -> asked.path().startsWith("/huge/"))
                .count();
        assertTrue(layers <= files + 8, layers + " layers for " + files + " files");
        assertFalse(kept().whole());
    }

    @Test
    void aSiteLargerThanTheCacheIsKeptInPart() throws Exception {
        closeStore();
        for (int i = 0; i < 30; i++) {
            site.with("/many/" + i, 4_000_000 + i);
        }
        site.publish();
        openStore(64_000_000);
        keeper.assign(List.of(site.assignment()));
        await().atMost(Duration.ofSeconds(60)).until(() -> kept().keptBytes() > 20_000_000);
        await().atMost(Duration.ofSeconds(60)).during(Duration.ofMillis(500)).until(() -> !fetcher.isBusy());
        assertFalse(kept().whole());
        assertTrue(
                store.stats().usedBytes() <= 64_000_000, "used " + store.stats().usedBytes());
        // Looking again brings nothing, in the place of something else; a browser's wish does.
        long before = fetcher.receivedBytes();
        keeper.rulesChanged();
        await().until(() -> fetcher.receivedBytes() > before && !fetcher.isBusy());
        await().during(Duration.ofMillis(500)).until(() -> fetcher.receivedBytes() - before < 1_000_000);
        assertEquals(0, store.stats().evictedBytes());
        String absent = site.files.keySet().stream()
                .filter(path -> !store.has(site.object(path)))
                .findFirst()
                .orElseThrow();
        keeper.missed(site.id(), site.object(absent));
        keeper.rulesChanged();
        await().atMost(Duration.ofSeconds(30)).until(() -> store.has(site.object(absent)));
        assertTrue(store.stats().evictedBytes() > 0);
        assertTrue(
                store.stats().usedBytes() <= 64_000_000, "used " + store.stats().usedBytes());
    }
}
