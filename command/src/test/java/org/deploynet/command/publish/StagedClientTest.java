package org.deploynet.command.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer client for a share of a site's visitors: what {@code publish} leaves in the folder. */
final class StagedClientTest {
    private static final BrowserScripts OLD = scripts("1");
    private static final BrowserScripts NEW = scripts("2");

    @TempDir
    Path temporary;

    private final SigningKey key = SigningKey.generate();
    private Path folder = Path.of("");
    private boolean html;

    @BeforeEach
    void makeSite() throws Exception {
        folder = Files.createDirectory(temporary.resolve("site"));
        Files.writeString(folder.resolve("a.css"), "a");
        publish(OLD, OptionalInt.empty());
    }

    @Test
    void leavesEverybodyElseWithWhatTheSiteHas() throws Exception {
        Manifest manifest = publish(NEW, OptionalInt.of(10));

        assertArrayEquals(OLD.page(), in("deploynet.js"));
        assertArrayEquals(OLD.serviceWorker(), in("deploynet-sw.js"));
        assertArrayEquals(OLD.video(), in("deploynet-video.js"));
        assertArrayEquals(OLD.badge(), in("deploynet-badge.js"));
        assertEquals("page 2 registers /deploynet-next-sw.js", text("deploynet-next.js"));
        assertArrayEquals(NEW.serviceWorker(), in("deploynet-next-sw.js"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(in("deploynet-next.js"));
        var expected = new Manifest.NextClient(10, HexFormat.of().formatHex(hash));
        assertEquals(Optional.of(expected), manifest.client());
        assertEquals(1, manifest.files().size());
    }

    @Test
    void growsWithTheShareAndEndsWithEverybody() throws Exception {
        Manifest tenth = publish(NEW, OptionalInt.of(10));
        Manifest half = publish(NEW, OptionalInt.of(50));
        assertTrue(half.sequence() > tenth.sequence());
        assertEquals(50, half.client().orElseThrow().share());

        Manifest all = publish(NEW, OptionalInt.empty());
        assertEquals(Optional.empty(), all.client());
        assertArrayEquals(NEW.page(), in("deploynet.js"));
        assertArrayEquals(NEW.badge(), in("deploynet-badge.js"));
        assertFalse(Files.exists(folder.resolve("deploynet-next.js")));
        assertFalse(Files.exists(folder.resolve("deploynet-next-sw.js")));
    }

    @Test
    void isTakenBackByAShareOfNothing() throws Exception {
        publish(NEW, OptionalInt.of(10));
        Manifest none = publish(NEW, OptionalInt.of(0));

        assertEquals(Optional.empty(), none.client());
        assertArrayEquals(OLD.page(), in("deploynet.js"));
        assertArrayEquals(OLD.serviceWorker(), in("deploynet-sw.js"));
        assertFalse(Files.exists(folder.resolve("deploynet-next.js")));
    }

    @Test
    void isNothingWhereTheSiteHasThatVersion() throws Exception {
        assertEquals(Optional.empty(), publish(OLD, OptionalInt.of(10)).client());
        assertFalse(Files.exists(folder.resolve("deploynet-next.js")));
    }

    @Test
    void followsWhatIsSaidOfPagesWithBothWorkers() throws Exception {
        html = true;
        publish(NEW, OptionalInt.of(10));
        String line = "self.deploynetPages=\"ws://localhost:8790/v1/visitor\";\n";
        assertEquals(line + "worker 1", text("deploynet-sw.js"));
        assertEquals(line + "worker 2", text("deploynet-next-sw.js"));

        html = false;
        publish(NEW, OptionalInt.of(10));
        assertEquals("worker 1", text("deploynet-sw.js"));
        assertEquals("worker 2", text("deploynet-next-sw.js"));
    }

    @Test
    void needsAClientThatTheOthersKeep() throws Exception {
        Files.delete(folder.resolve("deploynet-sw.js"));
        var failure = assertThrows(PublishFailure.class, () -> publish(NEW, OptionalInt.of(10)));
        assertEquals("publish.client.none", failure.key());
    }

    @Test
    void leavesAFileOfThatNameAloneThatItDidNotWrite() throws Exception {
        Files.writeString(folder.resolve("deploynet-next.js"), "somebody else's");
        publish(NEW, OptionalInt.empty());
        assertEquals("somebody else's", text("deploynet-next.js"));
    }

    private Manifest publish(BrowserScripts program, OptionalInt share) throws PublishFailure {
        var addresses = Addresses.of("http://localhost:8080", "ws://localhost:8790");
        var publication = new Publication(folder, Clock.systemUTC(), html);
        var terms = new Publication.Terms(key, addresses, temporary.resolve("hashes.json"), program, share, false);
        return publication
                .publish(publication.scan(), terms, bytes -> {})
                .signed()
                .manifest();
    }

    private byte[] in(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static BrowserScripts scripts(String version) {
        return new BrowserScripts(
                ("page " + version + " registers /deploynet-sw.js").getBytes(StandardCharsets.US_ASCII),
                ("worker " + version).getBytes(StandardCharsets.US_ASCII),
                ("video " + version).getBytes(StandardCharsets.US_ASCII),
                ("badge " + version).getBytes(StandardCharsets.US_ASCII));
    }
}
