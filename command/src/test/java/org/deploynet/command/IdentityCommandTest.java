package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploynet identity show|backup|restore}, with files that are whole, meddled with, or another's. */
final class IdentityCommandTest {
    private static final int CHANGES = 200;

    @TempDir
    private Path folder;

    private Path here;
    private Path backup;
    private Path passphrase;

    @BeforeEach
    void names() throws IOException {
        here = folder.resolve("here");
        backup = folder.resolve("backup");
        passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\nnot this\n");
    }

    private static Path state(Path data) {
        return data.resolve("state");
    }

    private static KeyId identity(Path data) throws Exception {
        return SigningKey.parse(Files.readString(state(data).resolve("identity.json")))
                .id();
    }

    /** As an engine that has run leaves it. */
    private static KeyId live(Path data) throws IOException {
        SigningKey key = SigningKey.generate();
        Files.createDirectories(state(data));
        Files.writeString(state(data).resolve("identity.json"), key.toSecretJson());
        Files.writeString(state(data).resolve("network.json"), "{\"network\":1}\n");
        Files.writeString(state(data).resolve("receipts.journal"), "receipts of " + key.id());
        Files.writeString(state(data).resolve("epoch"), "7\n");
        return key.id();
    }

    private Said with(Path data, String... arguments) {
        return Said.of(
                data,
                Stream.concat(Stream.of(arguments), Stream.of("--passphrase-file", passphrase.toString()))
                        .toArray(String[]::new));
    }

    private Said backUp() {
        return with(here, "identity", "backup", backup.toString());
    }

    private Said restore(Path data, String... more) {
        return with(
                data,
                Stream.concat(Stream.of("identity", "restore", backup.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void saysWhoItIsAndWhere() throws Exception {
        assertTrue(Said.of(here, "identity", "show").err().contains("no identity"));
        KeyId peer = live(here);
        Said said = Said.of(here, "identity", "show");
        assertEquals(0, said.code());
        assertTrue(said.out().contains(peer.hex()) && said.out().contains("identity.json"), said::out);
    }

    @Test
    void saysWhatItMeansThatTheKeyIsAFile() throws Exception {
        live(here);
        String meaning = "whoever can read your files can take what you earn";
        assertTrue(Said.of(here, "identity", "show").out().contains(meaning));
        Said where = Said.of(here, "identity", "keychain");
        assertEquals(0, where.code());
        assertTrue(where.out().contains(meaning), where::out);
    }

    @Test
    void whereTheKeychainDoesNotGiveTheKeyItsNameIsKnownAndABackupPutsItBack() throws Exception {
        KeyId peer = live(here);
        backUp();
        Path file = state(here).resolve("identity.json");
        String pointer = "{\"keyIn\":\"keychain\",\"peer\":\"" + peer + "\"}\n";
        Files.writeString(file, pointer);
        Said shown = Said.of(here, "identity", "show");
        assertEquals(0, shown.code());
        assertTrue(shown.out().contains(peer.hex()) && shown.out().contains("in this desktop’s keychain"), shown::out);
        Said refused =
                with(here, "identity", "backup", folder.resolve("another").toString());
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("keychain"), refused::err);
        assertEquals(pointer, Files.readString(file));

        Said said = restore(here);
        assertEquals(0, said.code(), said::err);
        assertEquals(peer, identity(here));
        assertEquals("receipts of " + peer, Files.readString(state(here).resolve("receipts.journal")));
        assertEquals("7\n", Files.readString(state(here).resolve("epoch")), "the same one goes on");
    }

    @Test
    void backsUpOnceEncryptedAndRestoresElsewhereWithAnEpochOfItsOwn() throws Exception {
        KeyId peer = live(here);
        Said said = backUp();
        assertEquals(0, said.code(), said::err);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
        String secret = Files.readString(state(here).resolve("identity.json"));
        String text = Files.readString(backup);
        assertFalse(text.contains(secret.substring(secret.indexOf("\"d\"") + 5, secret.indexOf("\"d\"") + 25)));
        assertEquals(1, backUp().code(), "never over a file that is there");

        Path there = folder.resolve("there");
        assertEquals(0, restore(there).code());
        assertEquals(peer, identity(there));
        assertEquals("{\"network\":1}\n", Files.readString(state(there).resolve("network.json")));
        assertFalse(Files.exists(state(there).resolve("epoch")), "begins by the clock, above any number of starts");
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(state(there).resolve("identity.json"))));
    }

    @Test
    void neverReplacesAnotherIdentityUnlessToldAndKeepsItAside() throws Exception {
        KeyId peer = live(here);
        backUp();
        Path there = folder.resolve("there");
        KeyId other = live(there);
        Said refused = restore(there);
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains(other.hex()) && refused.err().contains(peer.hex()), refused::err);
        assertEquals(other, identity(there));

        assertEquals(0, restore(there, "--replace").code());
        assertEquals(peer, identity(there));
        assertFalse(Files.exists(state(there).resolve("receipts.journal")), "they name the other one");
        try (Stream<Path> files = Files.list(state(there))) {
            Path aside = files.filter(Files::isDirectory).findFirst().orElseThrow();
            assertEquals("receipts of " + other, Files.readString(aside.resolve("receipts.journal")));
            assertEquals(
                    other,
                    SigningKey.parse(Files.readString(aside.resolve("identity.json")))
                            .id());
        }
        assertEquals(0, restore(there).code(), "the same again changes nothing");
        assertEquals(peer, identity(there));
    }

    @Test
    void isRefusedWhileAnEngineRuns() throws Exception {
        live(here);
        backUp();
        Path there = folder.resolve("there");
        Files.createDirectories(state(there));
        try (EngineLock running =
                EngineLock.acquire(state(there).resolve("engine.lock")).orElseThrow()) {
            assertEquals(3, restore(there).code(), running::toString);
        }
        assertFalse(Files.exists(state(there).resolve("identity.json")));
    }

    @Test
    void aWrongPassphraseIsSaidToBeThat() throws Exception {
        live(here);
        backUp();
        Files.writeString(passphrase, "correct horse batterz\n");
        Said said = restore(folder.resolve("there"));
        assertEquals(1, said.code());
        assertTrue(said.err().contains("passphrase"), said::err);
        Files.writeString(passphrase, "too short\n");
        Files.delete(backup);
        assertEquals(2, backUp().code());
        assertFalse(Files.exists(backup));
    }

    @Test
    void withoutATerminalItSaysWhatToDo() throws Exception {
        live(here);
        Said said = Said.of(here, "identity", "backup", backup.toString());
        assertEquals(2, said.code());
        assertTrue(said.err().contains("--passphrase-file"), said::err);
    }

    @Test
    void everyChangeOfTheFileIsFound() throws Exception {
        live(here);
        backUp();
        byte[] good = Files.readAllBytes(backup);
        var random = new Random(8);
        Path there = folder.resolve("there");
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = good.clone();
            int at = random.nextInt(good.length - 1);
            switch (random.nextInt(3)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed = java.util.Arrays.copyOf(good, at);
                default -> changed[at] = changed[at] == 'A' ? (byte) 'B' : (byte) 'A';
            }
            Files.write(backup, changed);
            Said said = restore(there);
            String what = "change " + i + ": " + new String(changed, StandardCharsets.UTF_8);
            assertEquals(1, said.code(), what);
            assertTrue(said.err().contains("damaged") || said.err().contains("newer"), () -> said.err() + what);
        }
        for (String other : List.of("", "{}", "no backup", "x".repeat(20_000))) {
            Files.writeString(backup, other);
            assertTrue(restore(there).err().contains("damaged"), other);
        }
        assertFalse(Files.exists(state(there).resolve("identity.json")));
    }
}
