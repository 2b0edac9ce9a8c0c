package org.deploynet.engine.keychain;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.engine.keychain.SecretServiceBus.Pair;
import org.deploynet.engine.keychain.SecretServiceBus.Secret;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.errors.NotSupported;
import org.freedesktop.dbus.types.Variant;

/**
 * What answers in the Secret Service's name on a bus and does not mean well, or is not able to do better. It knows no encryption.
 * Public with its objects, for they are exported.
 */
public final class RogueService implements SecretServiceBus.Service, AutoCloseable {
    private static final String ITEM = "/item";
    private static final String SESSION = "/session";
    private static final String PROMPT = "/prompt";

    private final DBusConnection bus;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile byte[] secret = new byte[0];
    private volatile int items = 1;
    private volatile boolean silent;
    private volatile boolean prompts;
    private volatile boolean dismissed;
    private final AtomicInteger given = new AtomicInteger();

    RogueService(String address) throws Exception {
        bus = DBusConnectionBuilder.forAddress(address).withShared(false).build();
        bus.requestBusName(SecretServiceBus.NAME);
        bus.exportObject(SecretServiceBus.PATH, this);
        bus.exportObject(ITEM, new OneItem());
        bus.exportObject(SESSION, new OneSession());
        bus.exportObject(PROMPT, new OnePrompt());
    }

    /** Gives this away as every secret. */
    void tell(byte[] bytes) {
        secret = bytes;
    }

    /** Says that there are so many items. */
    void haveItems(int count) {
        items = count;
    }

    /** From now on answers nothing until it is closed. */
    void fallSilent() {
        silent = true;
    }

    /** From now on wants to ask its user first. */
    void prompt() {
        prompts = true;
    }

    /** How many secrets it gave away. */
    int given() {
        return given.get();
    }

    boolean wasDismissed() {
        return dismissed;
    }

    @Override
    public Pair<Variant<?>, DBusPath> OpenSession(String algorithm, Variant<?> input) {
        if (!algorithm.equals("plain")) {
            throw new NotSupported("only plain");
        }
        return new Pair<>(new Variant<>(""), new DBusPath(SESSION));
    }

    @Override
    public Pair<List<DBusPath>, List<DBusPath>> SearchItems(Map<String, String> attributes) {
        if (silent) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new Pair<>(java.util.Collections.nCopies(items, new DBusPath(ITEM)), List.of());
    }

    @Override
    public DBusPath ReadAlias(String name) {
        return new DBusPath(SecretServiceBus.NONE);
    }

    @Override
    public String getObjectPath() {
        return SecretServiceBus.PATH;
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        bus.close();
    }

    /** All items. */
    public final class OneItem implements SecretServiceBus.Item {
        @Override
        public Secret GetSecret(DBusPath session) {
            given.incrementAndGet();
            return new Secret(session, new byte[0], secret, "text/plain");
        }

        @Override
        public DBusPath Delete() {
            return new DBusPath(prompts ? PROMPT : SecretServiceBus.NONE);
        }

        @Override
        public String getObjectPath() {
            return ITEM;
        }
    }

    /** All sessions. */
    public static final class OneSession implements SecretServiceBus.Session {
        @Override
        public void Close() {}

        @Override
        public String getObjectPath() {
            return SESSION;
        }
    }

    /** What would be shown. */
    public final class OnePrompt implements SecretServiceBus.Prompt {
        @Override
        public void Dismiss() {
            dismissed = true;
        }

        @Override
        public String getObjectPath() {
            return PROMPT;
        }
    }
}
