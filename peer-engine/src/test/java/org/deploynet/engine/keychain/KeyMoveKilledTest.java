package org.deploynet.engine.keychain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.engine.OwnClassPath;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that moves the key is killed before each system call that changes the identity's files, with a real keyring at the
 * other end: the next one has the key, and finishes the move.
 */
final class KeyMoveKilledTest {
    private static final String CALLS = "write,pwrite64,fsync,fdatasync,rename";
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(");

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestKeyring keyring;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private SigningKey key;

    @BeforeEach
    void make() throws IOException {
        keyring = TestKeyring.start(Files.createDirectory(folder.resolve("keyring")));
        file = Files.createDirectory(folder.resolve("state")).resolve("identity.json");
        key = IdentityKeeper.make(file, keyring.keychain()).key();
    }

    @AfterEach
    void close() {
        keyring.close();
    }

    @Test
    void theKeyIsInAtLeastOnePlaceWheneverItIsKilled() throws Exception {
        for (KeyPlace to : new KeyPlace[] {KeyPlace.KEYCHAIN, KeyPlace.FILE}) {
            Map<String, Integer> calls = callsOf(to);
            assertTrue(calls.getOrDefault("rename", 0) == 1 && calls.getOrDefault("fsync", 0) > 1, calls::toString);
            for (var call : calls.entrySet()) {
                for (int nth = 1; nth <= call.getValue(); nth++) {
                    killAt(to, call.getKey(), nth);
                }
            }
        }
    }

    private Map<String, Integer> callsOf(KeyPlace to) throws Exception {
        opened().keepIn(to == KeyPlace.FILE ? KeyPlace.KEYCHAIN : KeyPlace.FILE);
        Path log = folder.resolve("calls");
        assertEquals(0, move(to, List.of("-o", log.toString(), "-e", "trace=" + CALLS)));
        var calls = new LinkedHashMap<String, Integer>();
        for (String line : Files.readAllLines(log)) {
            Matcher call = CALL.matcher(line);
            if (call.find()) {
                calls.merge(call.group(1), 1, Integer::sum);
            }
        }
        return calls;
    }

    private void killAt(KeyPlace to, String call, int nth) throws Exception {
        opened().keepIn(to == KeyPlace.FILE ? KeyPlace.KEYCHAIN : KeyPlace.FILE);
        String when = "inject=" + call + ":signal=KILL:when=" + nth;
        String what = "to " + to + ", " + call + " " + nth;
        assertEquals(137, move(to, List.of("-o", "/dev/null", "-e", "trace=" + call, "-e", when)), what);
        assertEquals(key.toSecretJson(), opened().key().toSecretJson(), what);
        opened().keepIn(to);
        assertEquals(key.toSecretJson(), opened().key().toSecretJson(), what);
        assertEquals(to == KeyPlace.FILE, Files.readString(file).contains("\"d\""), what);
        assertEquals(to == KeyPlace.KEYCHAIN, !keyring.lookedUp(key.id().hex()).isEmpty(), what);
    }

    private IdentityKeeper opened() throws IOException {
        return IdentityKeeper.open(file, keyring.keychain()).orElseThrow();
    }

    private int move(KeyPlace to, List<String> watched) throws Exception {
        Process mover = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        OwnClassPath.get(),
                        MoveUntilKilled.class.getName(),
                        file.toString(),
                        keyring.address(),
                        to.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = mover.inputReader()) {
            assertEquals("ready", said.readLine());
            Process strace = attach(mover.pid(), watched);
            mover.getOutputStream().write('\n');
            mover.getOutputStream().flush();
            assertTrue(mover.waitFor(60, TimeUnit.SECONDS));
            assertTrue(strace.waitFor(20, TimeUnit.SECONDS));
            return mover.exitValue();
        } finally {
            mover.destroyForcibly();
        }
    }

    // It says so when it has hold of all threads.
    private Process attach(long pid, List<String> watched) throws Exception {
        var command = new ArrayList<String>(List.of("strace", "-f", "-p", Long.toString(pid)));
        for (Path path : List.of(file, file.resolveSibling("identity.json.new"), file.resolveSibling(""))) {
            command.addAll(List.of("-P", path.toString()));
        }
        command.addAll(watched);
        Process strace = new ProcessBuilder(command).start();
        String first = strace.errorReader().readLine();
        assertTrue(first != null && first.contains("attached"), () -> "strace says: " + first);
        Thread.ofVirtual().start(() -> strace.errorReader().lines().forEach(line -> {}));
        return strace;
    }
}
