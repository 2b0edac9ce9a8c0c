package org.deploynet.engine.keychain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.engine.keychain.SecretServiceBus.Pair;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/**
 * The keychain of a Linux desktop: whatever speaks the Secret Service API on the session's bus (GNOME Keyring, KWallet,
 * KeePassXC). Each call is a conversation of its own, and no prompt is ever shown. Safe from any thread.
 */
public final class SecretService implements Keychain {
    /** It says at each connection by what transport, and at each that breaks that it broke. Held, or the level is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("org.freedesktop.dbus");

    static {
        LIBRARY.setLevel(Level.OFF);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int MOST_ITEMS = 8;

    private final Supplier<Optional<String>> bus;
    private final Duration patience;

    private SecretService(Supplier<Optional<String>> bus, Duration patience) {
        this.bus = bus;
        this.patience = patience;
    }

    /** On the bus of this process's session, looked for anew each time. */
    public static SecretService ofThisSession() {
        return new SecretService(() -> addressIn(System.getenv()), PATIENCE);
    }

    /** On the bus at this address. */
    static SecretService at(String address, Duration patience) {
        return new SecretService(() -> Optional.of(address), patience);
    }

    /** Where the session's bus is: what it says itself, or systemd's place for it. */
    static Optional<String> addressIn(Map<String, String> environment) {
        Optional<String> said =
                Optional.ofNullable(environment.get("DBUS_SESSION_BUS_ADDRESS")).filter(address -> !address.isBlank());
        return said.or(() -> Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .map(folder -> Path.of(folder, "bus"))
                .filter(Files::exists)
                .map(socket -> "unix:path=" + socket));
    }

    @Override
    public boolean mayBeHere() {
        return bus.get().isPresent();
    }

    @Override
    public SigningKey read(KeyId peer) throws KeychainException {
        return talk(open -> {
            Pair<List<DBusPath>, List<DBusPath>> found = open.find(attributes(peer));
            if (found.first.isEmpty() && (!found.second.isEmpty() || isDefaultLocked(open))) {
                throw new KeychainException(KeyTrouble.LOCKED, "the keychain is locked");
            }
            return genuine(open, found.first, peer);
        });
    }

    private static SigningKey genuine(SecretTalk open, List<DBusPath> items, KeyId peer)
            throws DBusException, KeychainException {
        String why = "it has no entry for it";
        for (DBusPath item : items.stream().limit(MOST_ITEMS).toList()) {
            try {
                return GenuineKey.of(open.secretOf(item), peer);
            } catch (ProtocolException | GeneralSecurityException e) {
                why = "what it has for it is not its key: " + e.getMessage();
            }
        }
        throw new KeychainException(KeyTrouble.GONE, "the keychain does not have the key of " + peer + "; " + why);
    }

    @Override
    public void keep(SigningKey key) throws KeychainException {
        talk(open -> {
            DBusPath collection = open.defaultCollection()
                    .orElseThrow(() ->
                            new KeychainException(KeyTrouble.AWAY, "the keychain has no keyring for new entries yet"));
            if (open.isLocked(collection)) {
                throw new KeychainException(KeyTrouble.LOCKED, "the keychain is locked");
            }
            String label = "DeployNet super-peer " + key.id().hex();
            open.create(
                    collection, label, attributes(key.id()), key.toSecretJson().getBytes(StandardCharsets.UTF_8));
            return key.id();
        });
    }

    @Override
    public void forget(KeyId peer) throws KeychainException {
        talk(open -> {
            Pair<List<DBusPath>, List<DBusPath>> found = open.find(attributes(peer));
            for (DBusPath item : found.first.stream().limit(MOST_ITEMS).toList()) {
                open.delete(item);
            }
            if (!found.second.isEmpty()) {
                throw new KeychainException(KeyTrouble.LOCKED, "the keychain is locked");
            }
            return peer;
        });
    }

    // Some list what is in a locked collection, some do not.
    private static boolean isDefaultLocked(SecretTalk open) throws DBusException {
        Optional<DBusPath> collection = open.defaultCollection();
        return collection.isPresent() && open.isLocked(collection.get());
    }

    /** By these an entry is found again, and told from that of another data folder. */
    private static Map<String, String> attributes(KeyId peer) {
        return Map.of("application", "deploynet", "super-peer", peer.hex());
    }

    private interface Talk<T> {
        T over(SecretTalk open) throws DBusException, GeneralSecurityException, KeychainException;
    }

    // On a thread of its own: what does not answer is left behind.
    private <T> T talk(Talk<T> talk) throws KeychainException {
        String address =
                bus.get().orElseThrow(() -> new KeychainException(KeyTrouble.AWAY, "this session has no message bus"));
        var answer = new FutureTask<T>(() -> over(address, talk));
        Thread.ofVirtual().name("keychain").start(answer);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new KeychainException(
                    KeyTrouble.AWAY, "the keychain does not answer within " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new KeychainException(KeyTrouble.AWAY, "interrupted while waiting for the keychain", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static <T> T over(String address, Talk<T> talk)
            throws DBusException, GeneralSecurityException, IOException {
        try (DBusConnection connection = DBusConnectionBuilder.forAddress(address)
                        .withShared(false)
                        .receivingThreadConfig()
                        .withSignalThreadCount(1)
                        .withErrorHandlerThreadCount(1)
                        .withMethodCallThreadCount(1)
                        .withMethodReturnThreadCount(1)
                        .connectionConfig()
                        .build();
                SecretTalk open = SecretTalk.open(connection)) {
            return talk.over(open);
        }
    }

    private static KeychainException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case KeychainException known -> known;
            case null -> new KeychainException(KeyTrouble.AWAY, "the keychain does not answer");
            default ->
                new KeychainException(KeyTrouble.AWAY, "the keychain does not answer: " + cause.getMessage(), cause);
        };
    }
}
