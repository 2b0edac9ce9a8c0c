package org.deploynet.engine.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.consent.Refusal.Why;
import org.deploynet.engine.consent.Subscription.Trouble;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.denylist.SignedDenylist;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a subscribed list does, and that an edition which does not count takes nothing away from the last good one. */
class DenylistsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final URI ADDRESS = URI.create("https://lists.example/a");
    private static final KeyId SITE = new KeyId("5f".repeat(20));
    private static final KeyId OTHER = new KeyId("6a".repeat(20));
    private static final ObjectId OBJECT = ObjectId.of(new byte[ObjectId.BYTES]);

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate();
    private final Map<URI, byte[]> web = new HashMap<>();
    private StateStore state;
    private Denylists lists;
    private Consent consent;

    @BeforeEach
    void open() throws IOException {
        state = StateStore.open(folder.resolve("state"));
        lists = new Denylists(state, folder.resolve("lists"), this::fetch, Clock.fixed(NOW, ZoneOffset.UTC));
        consent = new Consent(state, lists);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private void restart() throws IOException {
        close();
        open();
    }

    private byte[] fetch(URI address, int atMost) throws IOException {
        byte[] file = web.get(address);
        if (file == null) {
            throw new IOException("nothing is there");
        }
        if (file.length > atMost) {
            throw new Denylists.TooLargeException("too large");
        }
        return file;
    }

    private Denylist list(long sequence, String... entries) {
        return new Denylist(
                1, "A list", sequence, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(30)), List.of(entries));
    }

    private void publish(Denylist list) {
        publish(list, key);
    }

    private void publish(Denylist list, SigningKey by) {
        web.put(ADDRESS, SignedDenylist.sign(list, by).getBytes(StandardCharsets.UTF_8));
    }

    private void subscribed() throws Exception {
        publish(list(5, Denylist.entry(SITE)));
        lists.subscribe(ADDRESS, Optional.empty());
        assertDenied();
    }

    private void assertDenied() {
        assertEquals(Optional.of(new Refusal(Why.DENYLIST, Optional.of("A list"))), consent.refusal(SITE, 1_000_000));
        assertTrue(consent.drops(SITE));
        assertEquals(Optional.empty(), consent.refusal(OTHER, 1_000_000));
    }

    /** What is there now does not count, for this reason, and what came before goes on to; also after a restart. */
    private void assertKeptBecause(Trouble why) throws Exception {
        assertFalse(lists.refresh());
        assertEquals(Optional.of(why), lists.subscriptions().getFirst().trouble());
        assertEquals(5, lists.subscriptions().getFirst().sequence());
        assertDenied();
        restart();
        assertDenied();
    }

    @Test
    void whatItNamesIsDeniedAlsoAfterARestart() throws Exception {
        publish(list(5, Denylist.entry(SITE), Denylist.entry(OBJECT)));
        Subscription list = lists.subscribe(ADDRESS, Optional.empty());
        assertEquals(key.id(), list.key());
        assertDenied();
        assertTrue(consent.denies(OTHER, OBJECT));
        restart();
        assertDenied();
        assertTrue(consent.denies(OTHER, OBJECT));
        assertEquals("A list", lists.subscriptions().getFirst().name());
    }

    @Test
    void theListDoesNotSpreadWhatItNames() {
        String file = SignedDenylist.sign(list(5, Denylist.entry(SITE), Denylist.entry(OBJECT)), key);
        assertFalse(file.contains(SITE.hex()));
        assertFalse(file.contains(OBJECT.toString()));
    }

    @Test
    void theOwnersWordGoesBeforeTheList() throws Exception {
        subscribed();
        consent.allow(SITE, Optional.empty());
        assertEquals(Optional.empty(), consent.refusal(SITE, 1_000_000));
        assertFalse(consent.drops(SITE));
        assertFalse(consent.denies(SITE, OBJECT));
        consent.block(SITE, true, Optional.empty());
        assertEquals(Optional.of(Why.BLOCKED), consent.refusal(SITE, 1).map(Refusal::why));
        assertFalse(consent.drops(SITE), "he said that it is kept");
    }

    @Test
    void aNewerEditionTakesItsPlace() throws Exception {
        subscribed();
        publish(list(6, Denylist.entry(OTHER)));
        assertTrue(lists.refresh());
        assertEquals(Optional.empty(), consent.refusal(SITE, 1_000_000));
        assertEquals(Optional.of(Why.DENYLIST), consent.refusal(OTHER, 1).map(Refusal::why));
        assertFalse(lists.refresh(), "the same once more");
        assertEquals(Optional.empty(), lists.subscriptions().getFirst().trouble());
    }

    @Test
    void anOlderEditionIsRefusedAndAnotherOneOfTheSameNumber() throws Exception {
        subscribed();
        publish(list(4));
        assertKeptBecause(Trouble.ROLLED_BACK);
        publish(list(5, Denylist.entry(OTHER)));
        assertKeptBecause(Trouble.ROLLED_BACK);
        assertThrows(IOException.class, () -> lists.subscribe(ADDRESS, Optional.empty()), "not by asking anew either");
    }

    @Test
    void anOlderEditionIsRefusedAlsoWhereTheFileWasLost() throws Exception {
        subscribed();
        try (var files = Files.list(folder.resolve("lists"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        restart();
        assertEquals(Optional.empty(), consent.refusal(SITE, 1_000_000));
        publish(list(4));
        assertFalse(lists.refresh());
        assertEquals(
                Optional.of(Trouble.ROLLED_BACK),
                lists.subscriptions().getFirst().trouble());
        publish(list(5, Denylist.entry(SITE)));
        assertTrue(lists.refresh());
        assertDenied();
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        subscribed();
        publish(list(6), SigningKey.generate());
        assertKeptBecause(Trouble.OTHER_KEY);
    }

    @Test
    void aKeyThatWasSaidMustBeTheOne() {
        publish(list(5));
        assertThrows(IOException.class, () -> lists.subscribe(ADDRESS, Optional.of(OTHER)));
        assertEquals(List.of(), lists.subscriptions());
    }

    @Test
    void aSignatureThatDoesNotHoldIsRefused() throws Exception {
        subscribed();
        String good = SignedDenylist.sign(list(6), key);
        for (String bad :
                List.of(good.replace("A list", "B list"), "", "nonsense", good.substring(good.indexOf('\n')))) {
            web.put(ADDRESS, bad.getBytes(StandardCharsets.UTF_8));
            assertKeptBecause(Trouble.NOT_SIGNED);
        }
    }

    @Test
    void whatExpiredOrIsOfTheFutureIsRefused() throws Exception {
        subscribed();
        publish(new Denylist(
                1, "A list", 6, NOW.minus(Duration.ofDays(30)), NOW.minus(Duration.ofMinutes(6)), List.of()));
        assertKeptBecause(Trouble.EXPIRED);
        publish(new Denylist(
                1, "A list", 6, NOW.plus(Duration.ofMinutes(6)), NOW.plus(Duration.ofDays(30)), List.of()));
        assertKeptBecause(Trouble.FUTURE);
    }

    @Test
    void moreThanAListMayHaveIsRefused() throws Exception {
        subscribed();
        web.put(ADDRESS, new byte[SignedDenylist.MAX_BYTES + 1]);
        assertKeptBecause(Trouble.TOO_LARGE);
    }

    @Test
    void nothingIsNoReasonToForgetTheLastOne() throws Exception {
        subscribed();
        web.clear();
        assertKeptBecause(Trouble.UNREACHABLE);
    }

    @Test
    void aFileThatWasTamperedWithDoesNotCount() throws Exception {
        subscribed();
        try (var files = Files.list(folder.resolve("lists"))) {
            Path file = files.findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replace("A list", "B list"));
        }
        restart();
        assertEquals(Optional.empty(), consent.refusal(SITE, 1_000_000));
    }

    @Test
    void endingASubscriptionEndsWhatItDid() throws Exception {
        subscribed();
        assertFalse(lists.unsubscribe(URI.create("https://lists.example/b")));
        assertTrue(lists.unsubscribe(ADDRESS));
        assertEquals(Optional.empty(), consent.refusal(SITE, 1_000_000));
        restart();
        assertEquals(List.of(), lists.subscriptions());
    }

    @Test
    void hasABound() throws Exception {
        for (int i = 0; i < Denylists.MOST_LISTS; i++) {
            publish(list(1));
            var one = URI.create("https://lists.example/" + i);
            web.put(one, web.getOrDefault(ADDRESS, new byte[0]));
            lists.subscribe(one, Optional.empty());
        }
        assertThrows(IOException.class, () -> lists.subscribe(ADDRESS, Optional.empty()));
    }
}
