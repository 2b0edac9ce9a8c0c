package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploynet signaling} says of {@code --turn} and its secret that cannot be used; the server does not start. */
class TurnOptionsTest {
    private static final String SECRET = "d7f0c2b19e5a4d63a8b1";

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"stun:a.example", "turn:a.example:443", "turn:a.example?transport=sctp", "a.example", ""})
    void aServerThatIsNoneIsNamedWithWhatToWriteInstead(String url) throws Exception {
        Said said = signaling("--turn", url + ",turn:a.example", "--turn-secret-file", secret(SECRET, "rw-------"));
        assertTrue(said.err().contains("“" + url + "” is no TURN server"), said.err());
        assertTrue(said.err().contains("turn:HOST[:PORT][?transport=udp|tcp]"), said.err());
    }

    @Test
    void moreThanFourAreTooMany() throws Exception {
        String five = String.join(",", java.util.Collections.nCopies(5, "turn:a.example"));
        Said said = signaling("--turn", five, "--turn-secret-file", secret(SECRET, "rw-------"));
        assertTrue(said.err().contains("names 5 servers"), said.err());
    }

    @Test
    void oneWithoutTheOtherIsAskedFor() throws Exception {
        Said noFile = signaling("--turn", "turn:a.example");
        assertTrue(noFile.err().contains("--turn-secret-file is missing"), noFile.err());
        Said noServer = signaling("--turn-secret-file", secret(SECRET, "rw-------"));
        assertTrue(noServer.err().contains("--turn is missing"), noServer.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void aSecretThatOthersCanReadOrChangeIsRefusedWithTheRemedy(String permissions) throws Exception {
        String file = secret(SECRET, permissions);
        Said said = signaling("--turn", "turn:a.example", "--turn-secret-file", file);
        assertTrue(said.err().contains("chmod 600 " + file), said.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "two words of which one is a secret"})
    void aSecretThatIsNoneIsNotRepeatedAndOneIsProposed(String text) throws Exception {
        Said said = signaling("--turn", "turn:a.example", "--turn-secret-file", secret(text, "rw-------"));
        assertTrue(said.err().contains("openssl rand -hex 32"), said.err());
        assertFalse(!text.isEmpty() && said.err().contains(text), said.err());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Said said = signaling(
                "--turn",
                "turn:a.example",
                "--turn-secret-file",
                data.resolve("none").toString());
        assertTrue(said.err().contains(data.resolve("none").toString()), said.err());
        assertTrue(said.err().contains("--turn-secret-file"), said.err());
    }

    private Said signaling(String... options) {
        Said said = Said.of(
                data,
                Stream.concat(Stream.of("signaling"), Arrays.stream(options)).toArray(String[]::new));
        assertEquals(ExitCode.BAD_USAGE.number(), said.code(), said.err());
        assertEquals("", said.out());
        return said;
    }

    private String secret(String text, String permissions) throws IOException {
        Path file = Files.writeString(data.resolve("secret"), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file.toString();
    }
}
