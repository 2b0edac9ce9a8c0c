package org.deploynet.engine.keychain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one key of a super-peer moves between its file and the keychain, and is never in neither. */
final class IdentityKeeperTest {
    @TempDir
    private Path folder;

    private final MemoryKeychain keychain = new MemoryKeychain();

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private SigningKey key;

    @BeforeEach
    void make() throws IOException {
        file = folder.resolve("identity.json");
        assertEquals(Optional.empty(), IdentityKeeper.open(file, keychain));
        key = IdentityKeeper.make(file, keychain).key();
    }

    private IdentityKeeper opened() throws IOException {
        return IdentityKeeper.open(file, keychain).orElseThrow();
    }

    private void assertHasKey() throws IOException {
        assertEquals(key.toSecretJson(), opened().key().toSecretJson());
    }

    private boolean fileHasSecret() throws IOException {
        return Files.readString(file).contains("\"d\"");
    }

    @Test
    void movesThereAndBack() throws Exception {
        opened().keepIn(KeyPlace.KEYCHAIN);
        assertFalse(fileHasSecret());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(KeyPlace.KEYCHAIN, opened().place());
        assertHasKey();

        IdentityKeeper back = opened();
        back.keepIn(KeyPlace.FILE);
        assertEquals(new Identity(key.id().hex(), KeyPlace.FILE, Optional.empty(), true), back.report());
        assertTrue(fileHasSecret());
        assertFalse(keychain.has(key.id()));
        assertHasKey();
    }

    @Test
    void whatTheFileHadIsOverwritten() throws Exception {
        try (FileChannel before = FileChannel.open(file)) {
            opened().keepIn(KeyPlace.KEYCHAIN);
            var left = java.nio.ByteBuffer.allocate(Math.toIntExact(before.size()));
            before.read(left, 0);
            assertTrue(left.position() > 100, "the old file is still the old one");
            for (int i = 0; i < left.position(); i++) {
                assertEquals(0, left.get(i));
            }
        }
    }

    @Test
    void aKeychainThatIsLockedIsNoReasonForAnotherIdentity() throws Exception {
        opened().keepIn(KeyPlace.KEYCHAIN);
        keychain.lock(true);
        IdentityKeeper keeper = opened();
        assertEquals(key.id(), keeper.id());
        assertEquals(
                KeyTrouble.LOCKED,
                assertThrows(KeychainException.class, keeper::key).trouble());
        assertEquals(Optional.of(KeyTrouble.LOCKED), keeper.report().trouble());
        assertThrows(KeychainException.class, () -> keeper.keepIn(KeyPlace.FILE));
        assertFalse(fileHasSecret());

        keychain.lock(false);
        assertEquals(key.toSecretJson(), keeper.key().toSecretJson());
        assertEquals(Optional.empty(), keeper.report().trouble());
        keychain.lock(true);
        assertEquals(key.id(), keeper.key().id(), "what it had once it keeps");
    }

    @Test
    void oneThatRunsSavesWhatTheKeychainLost() throws Exception {
        opened().keepIn(KeyPlace.KEYCHAIN);
        IdentityKeeper running = opened();
        running.key();
        keychain.forget(key.id());
        assertEquals(
                KeyTrouble.GONE,
                assertThrows(KeychainException.class, () -> opened().key()).trouble());
        running.keepIn(KeyPlace.FILE);
        assertHasKey();
    }

    @Test
    void aMoveIntoALockedKeychainLeavesTheFile() throws Exception {
        keychain.lock(true);
        assertThrows(KeychainException.class, () -> opened().keepIn(KeyPlace.KEYCHAIN));
        assertTrue(fileHasSecret());
        assertHasKey();
    }

    @Test
    void aMoveBackFromALockedKeychainIsMadeAndSaysWhatIsLeft() throws Exception {
        opened().keepIn(KeyPlace.KEYCHAIN);
        IdentityKeeper running = opened();
        running.key();
        keychain.lock(true);
        KeychainException left = assertThrows(KeychainException.class, () -> running.keepIn(KeyPlace.FILE));
        assertTrue(left.toString().contains("still in the keychain"), left::toString);
        assertHasKey();
        assertTrue(fileHasSecret());

        running.keepIn(KeyPlace.FILE);
        assertTrue(keychain.has(key.id()), "still locked, which is no failure of a key that is in its file");
        keychain.lock(false);
        running.keepIn(KeyPlace.FILE);
        assertFalse(keychain.has(key.id()));
    }

    @Test
    void aKeychainThatKeepsNothingGetsNothing() throws Exception {
        var forgetful = new MemoryKeychain() {
            @Override
            public void keep(SigningKey given) {}
        };
        IdentityKeeper keeper = IdentityKeeper.open(file, forgetful).orElseThrow();
        assertThrows(KeychainException.class, () -> keeper.keepIn(KeyPlace.KEYCHAIN));
        assertTrue(fileHasSecret());
        assertEquals(KeyPlace.FILE, keeper.place());
    }

    @Test
    void brokenOffAnywhereTheKeyIsThereAndTheMoveCanBeMadeAgain() throws Exception {
        for (KeyPlace to : new KeyPlace[] {KeyPlace.KEYCHAIN, KeyPlace.FILE}) {
            int cuts = 0;
            for (boolean cut = true; cut; cuts++) {
                cut = isCutAfter(cuts, to);
                keychain.cutAfter(Integer.MAX_VALUE);
                assertHasKey();
            }
            assertEquals(5, cuts, "after none to three edges of two calls, and one whole move");
            opened().keepIn(to);
            assertEquals(to == KeyPlace.FILE, fileHasSecret());
            assertEquals(to == KeyPlace.KEYCHAIN, keychain.has(key.id()));
            assertHasKey();
        }
    }

    private boolean isCutAfter(int edges, KeyPlace to) throws IOException {
        opened().keepIn(to == KeyPlace.FILE ? KeyPlace.KEYCHAIN : KeyPlace.FILE);
        keychain.cutAfter(edges);
        try {
            opened().keepIn(to);
            return false;
        } catch (MemoryKeychain.PowerCut cut) {
            return true;
        }
    }

    @Test
    void aFileThatSaysSomethingElseIsDamagedAndStays() throws Exception {
        for (String text : new String[] {
            "",
            "{",
            "{}",
            "null",
            "{\"keyIn\":\"keychain\"}",
            "{\"keyIn\":\"chip\",\"peer\":\"" + key.id() + "\"}",
            "{\"keyIn\":\"keychain\",\"peer\":\"5f\"}",
            "x".repeat(100_000)
        }) {
            Files.writeString(file, text);
            IOException damaged = assertThrows(IOException.class, () -> IdentityKeeper.open(file, keychain));
            assertTrue(damaged.toString().contains("damaged"), damaged::toString);
            assertEquals(text, Files.readString(file));
        }
    }
}
