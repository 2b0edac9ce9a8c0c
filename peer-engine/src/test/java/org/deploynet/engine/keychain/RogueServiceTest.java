package org.deploynet.engine.keychain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever answers in the keychain's name: nothing but this super-peer's own key counts, and nothing is waited for long. */
final class RogueServiceTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Pattern PRIVATE_HALF = Pattern.compile("\"d\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate();

    @SuppressWarnings("NullAway.Init")
    private TestKeyring bus;

    @SuppressWarnings("NullAway.Init")
    private RogueService rogue;

    @BeforeEach
    void open() throws Exception {
        bus = TestKeyring.busOnly(folder);
        rogue = new RogueService(bus.address());
    }

    @AfterEach
    void close() throws Exception {
        rogue.close();
        bus.close();
    }

    private KeychainException refused(byte[] secret) {
        rogue.tell(secret);
        return assertThrows(KeychainException.class, () -> keychain().read(key.id()));
    }

    private Keychain keychain() {
        return SecretService.at(bus.address(), PATIENT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void oneThatKnowsNoEncryptionIsSpokenToAllTheSame() throws Exception {
        rogue.tell(bytes(key.toSecretJson()));
        assertEquals(key.toSecretJson(), keychain().read(key.id()).toSecretJson());
    }

    @Test
    void nothingButItsOwnKeyCounts() {
        byte[] own = bytes(key.toSecretJson());
        for (byte[] secret : new byte[][] {
            {},
            {0},
            bytes("{}"),
            bytes("null"),
            Arrays.copyOf(own, own.length - 20),
            bytes(key.publicKey().toString()),
            bytes(SigningKey.generate().toSecretJson()),
            bytes(withTheHalfOf(SigningKey.generate()))
        }) {
            KeychainException refusal = refused(secret);
            assertEquals(KeyTrouble.GONE, refusal.trouble(), refusal::toString);
        }
    }

    // Its id is right, for that is of the public half, and what it signs is not.
    private String withTheHalfOf(SigningKey other) {
        Matcher half = PRIVATE_HALF.matcher(other.toSecretJson());
        assertTrue(half.find());
        return PRIVATE_HALF.matcher(key.toSecretJson()).replaceFirst(half.group());
    }

    @Test
    void aSecretThatIsTooLargeIsNotLookedAt() {
        String own = key.toSecretJson();
        String padded = own.substring(0, own.length() - 1) + " ".repeat(GenuineKey.MAX_BYTES) + "}";
        assertTrue(refused(bytes(padded)).toString().contains("bytes"));
        assertEquals(KeyTrouble.GONE, refused(new byte[8 * 1024 * 1024]).trouble());
    }

    @Test
    void ofManyItemsAFewAreLookedAt() {
        rogue.haveItems(10_000);
        assertEquals(KeyTrouble.GONE, refused(bytes("{}")).trouble());
        assertEquals(8, rogue.given());
    }

    @Test
    void oneThatDoesNotAnswerIsAway() {
        rogue.fallSilent();
        Keychain hasty = SecretService.at(bus.address(), Duration.ofMillis(1500));
        assertEquals(
                KeyTrouble.AWAY,
                assertThrows(KeychainException.class, () -> hasty.read(key.id()))
                        .trouble());
    }

    @Test
    void aPromptIsSentAwayAndMeansLocked() {
        rogue.prompt();
        assertFalse(rogue.wasDismissed());
        assertEquals(
                KeyTrouble.LOCKED,
                assertThrows(KeychainException.class, () -> keychain().forget(key.id()))
                        .trouble());
        assertTrue(rogue.wasDismissed());
    }

    @Test
    void withoutAPlaceForNewEntriesNothingIsKept() {
        assertEquals(
                KeyTrouble.AWAY,
                assertThrows(KeychainException.class, () -> keychain().keep(key))
                        .trouble());
    }
}
