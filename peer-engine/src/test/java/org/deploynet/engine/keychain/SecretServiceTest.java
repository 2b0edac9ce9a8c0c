package org.deploynet.engine.keychain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a real GNOME Keyring, which is locked, goes away and comes back. */
final class SecretServiceTest {
    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate();
    private final SigningKey other = SigningKey.generate();

    @SuppressWarnings("NullAway.Init")
    private TestKeyring keyring;

    @SuppressWarnings("NullAway.Init")
    private Keychain keychain;

    @BeforeEach
    void open() throws Exception {
        keyring = TestKeyring.start(folder);
        keychain = keyring.keychain();
    }

    @AfterEach
    void close() {
        keyring.close();
    }

    private static void assertSame(SigningKey expected, SigningKey found) {
        assertEquals(expected.toSecretJson(), found.toSecretJson());
    }

    private KeyTrouble trouble(KeyId peer) {
        return assertThrows(KeychainException.class, () -> keychain.read(peer)).trouble();
    }

    @Test
    void eachSuperPeerHasAnEntryOfItsOwn() throws Exception {
        keychain.keep(key);
        keychain.keep(other);
        keychain.keep(key);
        assertSame(key, keychain.read(key.id()));
        assertSame(other, keychain.read(other.id()));
        assertEquals(key.toSecretJson(), keyring.lookedUp(key.id().hex()), "as any other client reads it");

        keychain.forget(key.id());
        keychain.forget(key.id());
        assertEquals(KeyTrouble.GONE, trouble(key.id()));
        assertSame(other, keychain.read(other.id()));
    }

    @Test
    void survivesTheEndOfTheDaemon() throws Exception {
        keychain.keep(key);
        keyring.stop();
        assertEquals(KeyTrouble.AWAY, trouble(key.id()));
        assertEquals(
                KeyTrouble.AWAY,
                assertThrows(KeychainException.class, () -> keychain.keep(other))
                        .trouble());
        keyring.startUnlocked();
        assertSame(key, keychain.read(key.id()));
    }

    @Test
    void saysThatItIsLockedAndWaitsForNobody() throws Exception {
        keychain.keep(key);
        keyring.lock();
        assertEquals(KeyTrouble.LOCKED, trouble(key.id()));
        assertEquals(KeyTrouble.LOCKED, trouble(other.id()), "what is not seen may be in what is locked");
        assertEquals(
                KeyTrouble.LOCKED,
                assertThrows(KeychainException.class, () -> keychain.keep(other))
                        .trouble());
        assertEquals(
                KeyTrouble.LOCKED,
                assertThrows(KeychainException.class, () -> keychain.forget(key.id()))
                        .trouble());
        keyring.stop();
        keyring.startLocked();
        assertEquals(KeyTrouble.LOCKED, trouble(key.id()));
        keyring.stop();
        keyring.startUnlocked();
        assertSame(key, keychain.read(key.id()));
    }

    @Test
    void whatWasDeletedIsGoneAndWhatIsAnotherKeyToo() throws Exception {
        keychain.keep(key);
        keyring.clear();
        assertEquals(KeyTrouble.GONE, trouble(key.id()));
        keyring.store(key.id().hex(), other.toSecretJson());
        assertEquals(KeyTrouble.GONE, trouble(key.id()));
        keychain.keep(key);
        assertSame(key, keychain.read(key.id()));
    }

    @Test
    void withoutABusThereIsNone() throws Exception {
        Path socket = folder.resolve("bus");
        var environment = Map.of("XDG_RUNTIME_DIR", folder.toString());
        assertEquals(Optional.empty(), SecretService.addressIn(Map.of()));
        assertEquals(Optional.empty(), SecretService.addressIn(environment));
        Files.createFile(socket);
        assertEquals(Optional.of("unix:path=" + socket), SecretService.addressIn(environment));
        assertEquals(
                Optional.of("unix:path=/x"),
                SecretService.addressIn(
                        Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/x", "XDG_RUNTIME_DIR", folder.toString())));

        Keychain none = SecretService.at("unix:path=" + folder.resolve("nothing"), Duration.ofSeconds(20));
        KeychainException away = assertThrows(KeychainException.class, () -> none.read(key.id()));
        assertEquals(KeyTrouble.AWAY, away.trouble());
        assertTrue(none.mayBeHere());
    }
}
