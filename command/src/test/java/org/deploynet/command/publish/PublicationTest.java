package org.deploynet.command.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deploynet.command.site.SiteFile;
import org.deploynet.command.site.SiteScan;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublicationTest {
    private static final BrowserScripts SCRIPTS = new BrowserScripts(
            "page".getBytes(StandardCharsets.US_ASCII),
            "worker".getBytes(StandardCharsets.US_ASCII),
            "video".getBytes(StandardCharsets.US_ASCII),
            "badge".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path temporary;

    private final SigningKey key = SigningKey.generate();
    private Path folder = Path.of("");
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("site"));
    }

    @Test
    void writesAManifestThatVerifiesAndNamesEachFile() throws Exception {
        byte[] big = write("big.bin", 700_000);
        byte[] small = write("a b.css", 100);

        publish();

        Manifest manifest = published().manifest();
        assertEquals(Set.of("/a%20b.css", "/big.bin"), manifest.files().keySet());
        Manifest.Entry entry = entry(manifest, "/big.bin");
        assertEquals(new HashTree().objectId(big), entry.id());
        assertEquals(
                new HashTree().objectId(small), entry(manifest, "/a%20b.css").id());
        byte[] layer =
                Files.readAllBytes(folder.resolve(Manifest.layerPath(entry.id()).substring(1)));
        assertTrue(PieceLayer.verify(entry.id(), entry.size(), layer).isPresent());
        assertArrayEquals(SCRIPTS.page(), Files.readAllBytes(folder.resolve("deploynet.js")));
        assertTrue(Files.exists(folder.resolve("deploynet-sw.js")));
        assertArrayEquals(SCRIPTS.video(), Files.readAllBytes(folder.resolve("deploynet-video.js")));
        assertArrayEquals(SCRIPTS.badge(), Files.readAllBytes(folder.resolve("deploynet-badge.js")));
        assertEquals("http://localhost:8080", manifest.origin());
        assertEquals(Publication.LIFETIME, Duration.between(manifest.issued(), manifest.expires()));
    }

    @Test
    void leavesNoUnfinishedFileBehind() throws Exception {
        write("big.bin", 700_000);
        publish();

        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".new")).toList());
        }
    }

    @Test
    void keepsTheManifestWhereNothingChanged() throws Exception {
        write("a.css", 10);
        Publication.Result first = publish();
        now = now.plus(Duration.ofDays(1));
        Publication.Result second = publish();

        assertTrue(first.written());
        assertFalse(second.written());
        assertArrayEquals(first.signed().bytes(), second.signed().bytes());
    }

    @Test
    void renewsWhenAsked() throws Exception {
        write("a.css", 10);
        Manifest first = publish().signed().manifest();
        now = now.plus(Duration.ofDays(1));
        Manifest second = publish(true).signed().manifest();

        assertTrue(second.sequence() > first.sequence());
        assertTrue(second.expires().isAfter(first.expires()));
    }

    @Test
    void renewsAnExpiredManifestUnasked() throws Exception {
        write("a.css", 10);
        publish();
        now = now.plus(Publication.LIFETIME).plusSeconds(1);

        assertTrue(publish().written());
    }

    @Test
    void raisesTheSequenceEvenWhenTheClockIsSetBack() throws Exception {
        write("a.css", 10);
        long first = publish().signed().manifest().sequence();
        now = now.minus(Duration.ofDays(400));
        write("b.css", 10);

        assertEquals(first + 1, publish().signed().manifest().sequence());
    }

    @Test
    void staysAboveEarlierSequencesWhenTheManifestIsLost() throws Exception {
        write("a.css", 10);
        long first = publish(true).signed().manifest().sequence();
        Files.delete(folder.resolve(Manifest.PATH.substring(1)));
        now = now.plusSeconds(1);

        assertTrue(publish().signed().manifest().sequence() > first);
    }

    @Test
    void doesNotReadUnchangedFilesAgain() throws Exception {
        write("a.css", 10);
        write("big.bin", 700_000);
        letTimePass();

        assertEquals(2, publish().filesRead());
        assertEquals(0, publish().filesRead());
        write("a.css", 11);
        assertEquals(1, publish().filesRead());
    }

    @Test
    void readsAFileAgainWhoseModificationTimeWasSetBack() throws Exception {
        write("a.css", 10);
        FileTime before = Files.getLastModifiedTime(folder.resolve("a.css"));
        letTimePass();
        var first = publish().signed().manifest().files();
        Files.write(folder.resolve("a.css"), new byte[10]);
        Files.setLastModifiedTime(folder.resolve("a.css"), before);

        assertNotEquals(first, publish().signed().manifest().files());
    }

    @Test
    void readsAFileAgainWhosePieceLayerIsGoneOrDamaged() throws Exception {
        write("big.bin", 700_000);
        letTimePass();
        Manifest.Entry entry = entry(publish().signed().manifest(), "/big.bin");
        Path layer = folder.resolve(Manifest.layerPath(entry.id()).substring(1));
        byte[] right = Files.readAllBytes(layer);
        byte[] wrong = right.clone();
        wrong[0] ^= 1;
        Files.write(layer, wrong);

        assertEquals(1, publish().filesRead());
        assertArrayEquals(right, Files.readAllBytes(layer));
    }

    @Test
    void survivesADamagedHashCache() throws Exception {
        write("a.css", 10);
        publish();
        Files.writeString(temporary.resolve("hashes.json"), "{\"version\":1,\"files\":{\"/a.css\":{}}}");

        assertFalse(publish().written());
    }

    @Test
    void noticesAFileThatChangesWhileItIsHashed() throws Exception {
        write("big.bin", 700_000);
        var changes = new AtomicLong();
        LongConsumer changeOnce = bytes -> {
            if (changes.getAndIncrement() == 0) {
                append("big.bin");
            }
        };

        publication().publish(publication().scan(), terms(false), changeOnce);

        assertEquals(700_001, entry(published().manifest(), "/big.bin").size());
    }

    @Test
    void givesUpOnAFileThatKeepsChanging() throws Exception {
        write("big.bin", 700_000);
        LongConsumer changeAlways = bytes -> append("big.bin");

        var failure = assertThrows(
                PublishFailure.class, () -> publication().publish(publication().scan(), terms(false), changeAlways));
        assertEquals("publish.keepsChanging", failure.key());
    }

    @Test
    void hashesAnEarlierFileAgainThatChangedWhileALaterOneWasHashed() throws Exception {
        write("a.css", 10);
        write("z.bin", 700_000);
        var changed = new AtomicLong();
        LongConsumer changeTheFirst = bytes -> {
            if (bytes > 1000 && changed.getAndIncrement() == 0) {
                append("a.css");
            }
        };

        publication().publish(publication().scan(), terms(false), changeTheFirst);

        assertEquals(11, entry(published().manifest(), "/a.css").size());
    }

    @Test
    void removesLayersThatNoManifestNamesOneStepLater() throws Exception {
        write("big.bin", 700_000);
        var first = entry(publish().signed().manifest(), "/big.bin").id();
        write("big.bin", 700_001);
        publish();
        assertTrue(Files.exists(layer(first.toString())));
        write("big.bin", 700_002);
        publish();
        assertFalse(Files.exists(layer(first.toString())));
    }

    @Test
    void letsPagesComeFromPeersOnlyWhereThePublisherWantsIt() throws Exception {
        write("index.html", 100);
        write("a.css", 10);
        publish();
        assertEquals(Set.of("/a.css"), published().manifest().files().keySet());
        assertFalse(published().manifest().eligible().html());
        assertArrayEquals(SCRIPTS.serviceWorker(), Files.readAllBytes(folder.resolve("deploynet-sw.js")));

        var withPages = new Publication(folder, clock(), true);
        Publication.Result result = withPages.publish(withPages.scan(), terms(false), bytes -> {});
        assertTrue(result.written());
        assertEquals(
                Set.of("/index.html", "/a.css"), published().manifest().files().keySet());
        assertTrue(published().manifest().eligible().html());
        assertEquals(
                "self.deploynetPages=\"ws://localhost:8790/v1/visitor\";\nworker",
                Files.readString(folder.resolve("deploynet-sw.js")));

        assertFalse(
                withPages.publish(withPages.scan(), terms(false), bytes -> {}).written());
        Files.delete(folder.resolve("index.html"));
        assertTrue(
                withPages.publish(withPages.scan(), terms(false), bytes -> {}).written());
        assertTrue(publish().written(), "nothing but the permission differs");
        assertFalse(published().manifest().eligible().html());
    }

    @Test
    void saysThatAFolderIsMissingOrAFile() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertEquals("publish.noFolder", scanFailure(temporary.resolve("missing")));
        assertEquals("publish.notAFolder", scanFailure(file));
        assertEquals("publish.nothingToPublish", scanFailure(folder));
    }

    @Test
    void refusesMoreFilesThanAManifestLists() {
        var file = new SiteFile(folder, "/x", 1, "text/plain");
        List<SiteFile> many =
                IntStream.rangeClosed(0, Manifest.MAX_FILES).mapToObj(n -> file).collect(Collectors.toList());
        var scan = new SiteScan(many, List.of(), List.of());

        var failure = assertThrows(PublishFailure.class, () -> publication().checked(scan));
        assertEquals("publish.tooManyFiles", failure.key());
    }

    @Test
    void namesEveryUnreadableFile() {
        var scan = new SiteScan(List.of(), List.of(), List.of(folder.resolve("secret")));

        var failure = assertThrows(PublishFailure.class, () -> publication().checked(scan));
        assertEquals("publish.unreadable", failure.key());
        assertEquals(folder.resolve("secret").toString(), failure.arguments()[1]);
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws Exception {
        write("a.css", 10);
        Files.writeString(folder.resolve(".well-known"), "a file is in the way");

        var failure = assertThrows(PublishFailure.class, this::publish);
        assertEquals("publish.cannotWrite", failure.key());
    }

    private static Manifest.Entry entry(Manifest manifest, String path) {
        return Optional.ofNullable(manifest.files().get(path)).orElseThrow();
    }

    private String scanFailure(Path where) {
        return assertThrows(PublishFailure.class, () -> new Publication(where, clock()).scan())
                .key();
    }

    private Publication.Result publish() throws PublishFailure {
        return publish(false);
    }

    private Publication.Result publish(boolean renew) throws PublishFailure {
        return publication().publish(publication().scan(), terms(renew), bytes -> {});
    }

    private Publication publication() {
        return new Publication(folder, clock());
    }

    private Publication.Terms terms(boolean renew) throws PublishFailure {
        var addresses = Addresses.of("http://localhost:8080", "ws://localhost:8790");
        return new Publication.Terms(
                key, addresses, temporary.resolve("hashes.json"), SCRIPTS, OptionalInt.empty(), renew);
    }

    private SignedManifest published() throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(Manifest.PATH.substring(1)));
        String signature = Files.readString(folder.resolve(Manifest.SIGNATURE_PATH.substring(1)));
        return SignedManifest.verify(bytes, signature, key.id(), clock());
    }

    // The cache does not trust a file that changed in the last two seconds by the clock that publishes.
    private void letTimePass() {
        now = Instant.now().plusSeconds(10);
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private Path layer(String id) {
        return folder.resolve(".well-known/deploynet/layers").resolve(id);
    }

    private byte[] write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        return bytes;
    }

    private void append(String name) {
        try {
            Files.write(folder.resolve(name), new byte[1], java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
