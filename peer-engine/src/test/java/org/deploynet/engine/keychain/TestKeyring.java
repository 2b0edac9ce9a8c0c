package org.deploynet.engine.keychain;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real GNOME Keyring on a message bus of its own, which starts no service by itself. Its files and sockets are in a folder of
 * the test, so that it has nothing to do with the keyring of whoever runs the test.
 */
final class TestKeyring implements AutoCloseable {
    private static final String PASSWORD = "correct horse";
    private static final String COLLECTION = "/org/freedesktop/secrets/collection/login";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path home;
    private final Process bus;
    private final String address;
    private Optional<Process> daemon = Optional.empty();

    private TestKeyring(Path home, Process bus, String address) {
        this.home = home;
        this.bus = bus;
        this.address = address;
    }

    /** Unlocked, and with a keyring for new entries. */
    static TestKeyring start(Path folder) throws IOException {
        TestKeyring keyring = busOnly(folder);
        boolean started = false;
        try {
            keyring.startUnlocked();
            started = true;
            return keyring;
        } finally {
            if (!started) {
                keyring.close();
            }
        }
    }

    /** A bus where nothing answers. */
    static TestKeyring busOnly(Path folder) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(folder.resolve("run"), ownerOnly);
        Path config = Files.writeString(folder.resolve("bus.conf"), """
                <busconfig>
                  <type>session</type>
                  <listen>unix:dir=%s</listen>
                  <auth>EXTERNAL</auth>
                  <policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
                </busconfig>
                """.formatted(folder.resolve("run")));
        Process bus = new ProcessBuilder("dbus-daemon", "--config-file=" + config, "--nofork", "--print-address=1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String address =
                new BufferedReader(new InputStreamReader(bus.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return new TestKeyring(folder, bus, address);
    }

    String address() {
        return address;
    }

    Keychain keychain() {
        return SecretService.at(address, SOON);
    }

    void startUnlocked() throws IOException {
        start("--unlock");
        await().atMost(SOON).until(() -> isLocked().equals(Optional.of(false)));
    }

    void startLocked() throws IOException {
        start();
        await().atMost(SOON).until(() -> isLocked().equals(Optional.of(true)));
    }

    private void start(String... more) throws IOException {
        var command = new ArrayList<String>(List.of("gnome-keyring-daemon", "--foreground", "--components=secrets"));
        command.addAll(Arrays.asList(more));
        Process started = program(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        daemon = Optional.of(started);
        try (OutputStream password = started.getOutputStream()) {
            password.write(PASSWORD.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** As when its owner leaves the desktop. */
    void stop() {
        daemon.ifPresent(running -> {
            running.destroy();
            running.onExit().join();
        });
        daemon = Optional.empty();
        await().atMost(SOON).until(() -> isLocked().isEmpty());
    }

    void lock() throws Exception {
        ask("/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", "array:objpath:" + COLLECTION);
    }

    /** Everything that is in it, as its owner may do. */
    void clear() throws Exception {
        run(List.of("secret-tool", "clear", "application", "deploynet"));
    }

    /** What another client of the same keyring reads. */
    String lookedUp(String peer) throws Exception {
        return run(List.of("secret-tool", "lookup", "application", "deploynet", "super-peer", peer));
    }

    /** Puts something there as another client would. */
    void store(String peer, String secret) throws Exception {
        Process tool = program(
                        List.of("secret-tool", "store", "--label=x", "application", "deploynet", "super-peer", peer))
                .start();
        try (OutputStream in = tool.getOutputStream()) {
            in.write(secret.getBytes(StandardCharsets.UTF_8));
        }
        if (!tool.waitFor(SOON.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
            throw new IOException("secret-tool does not store");
        }
    }

    // Empty while nothing answers.
    private Optional<Boolean> isLocked() {
        try {
            String answer = ask(
                    COLLECTION,
                    "org.freedesktop.DBus.Properties.Get",
                    "string:org.freedesktop.Secret.Collection",
                    "string:Locked");
            return answer.contains("boolean") ? Optional.of(answer.contains("boolean true")) : Optional.empty();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ask(String object, String method, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                "dbus-send", "--bus=" + address, "--dest=org.freedesktop.secrets", "--print-reply", object, method));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process asked =
                program(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
        return answer;
    }

    private ProcessBuilder program(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "DBUS_SESSION_BUS_ADDRESS",
                        address,
                        "HOME",
                        home.toString(),
                        "XDG_DATA_HOME",
                        home.resolve("data").toString(),
                        "XDG_RUNTIME_DIR",
                        home.resolve("run").toString()));
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"));
        return builder;
    }

    @Override
    public void close() {
        daemon.ifPresent(running -> {
            running.destroy();
            running.onExit().join();
        });
        bus.destroy();
        bus.onExit().join();
    }
}
