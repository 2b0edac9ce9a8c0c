package org.deploynet.engine.keychain;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.engine.keychain.SecretServiceBus.Item;
import org.deploynet.engine.keychain.SecretServiceBus.Pair;
import org.deploynet.engine.keychain.SecretServiceBus.Prompt;
import org.deploynet.engine.keychain.SecretServiceBus.Secret;
import org.deploynet.engine.keychain.SecretServiceBus.Service;
import org.deploynet.engine.keychain.SecretServiceBus.Session;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.errors.NotSupported;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** One conversation with the Secret Service of a bus, from its session to that one's end. For one thread. */
final class SecretTalk implements AutoCloseable {
    private static final String PLAIN = "plain";
    /** Twice what one of 1,024 bits has. */
    private static final int MAX_NUMBER_BYTES = 256;

    /** What is encrypted has up to a block more. */
    private static final int MAX_SECRET_BYTES = GenuineKey.MAX_BYTES + 16;

    private final DBusConnection bus;
    private final Service service;
    private final DBusPath session;
    private final Optional<SecretKey> encryption;

    private SecretTalk(DBusConnection bus, Service service, DBusPath session, Optional<SecretKey> encryption) {
        this.bus = bus;
        this.service = service;
        this.session = session;
        this.encryption = encryption;
    }

    /** Encrypted where the service can do so. */
    static SecretTalk open(DBusConnection bus) throws DBusException, GeneralSecurityException {
        Service service = bus.getRemoteObject(SecretServiceBus.NAME, SecretServiceBus.PATH, Service.class);
        var cipher = new TransferCipher();
        try {
            Pair<Variant<?>, DBusPath> opened =
                    service.OpenSession(TransferCipher.ALGORITHM, new Variant<>(cipher.offer(), "ay"));
            return new SecretTalk(bus, service, opened.second, Optional.of(cipher.agree(bytes(opened.first))));
        } catch (NotSupported e) {
            DBusPath plain = service.OpenSession(PLAIN, new Variant<>("")).second;
            return new SecretTalk(bus, service, plain, Optional.empty());
        }
    }

    private static byte[] bytes(Variant<?> value) throws GeneralSecurityException {
        // dbus-java makes an array of bytes that stands alone, and a list of one in a variant.
        if (value.getValue() instanceof List<?> number && number.size() <= MAX_NUMBER_BYTES) {
            byte[] bytes = new byte[number.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = number.get(i) instanceof Byte one ? one : 0;
            }
            return bytes;
        }
        throw new GeneralSecurityException("the keychain answers with something else than a number");
    }

    /** The items with these attributes: those that are unlocked, and those that are locked. */
    Pair<List<DBusPath>, List<DBusPath>> find(Map<String, String> attributes) {
        return service.SearchItems(attributes);
    }

    /** Empty where the service has no collection that new items go to. */
    Optional<DBusPath> defaultCollection() {
        return Optional.of(service.ReadAlias(SecretServiceBus.DEFAULT))
                .filter(path -> !path.getPath().equals(SecretServiceBus.NONE));
    }

    boolean isLocked(DBusPath collection) throws DBusException {
        Properties properties = bus.getRemoteObject(SecretServiceBus.NAME, collection.getPath(), Properties.class);
        Object locked = properties.Get(SecretServiceBus.COLLECTION, SecretServiceBus.LOCKED);
        return Boolean.TRUE.equals(locked);
    }

    byte[] secretOf(DBusPath item) throws DBusException, GeneralSecurityException {
        Secret secret = item(item).GetSecret(session);
        if (secret.value.length > MAX_SECRET_BYTES) {
            throw new GeneralSecurityException("it has " + secret.value.length + " bytes");
        }
        return encryption.isPresent()
                ? TransferCipher.decrypt(encryption.get(), secret.parameters, secret.value)
                : secret.value;
    }

    /** Takes the place of an item with the same attributes. */
    void create(DBusPath collection, String label, Map<String, String> attributes, byte[] plain)
            throws DBusException, GeneralSecurityException, KeychainException {
        byte[] start = encryption.isPresent() ? TransferCipher.freshStart() : new byte[0];
        byte[] value = encryption.isPresent() ? TransferCipher.encrypt(encryption.get(), start, plain) : plain;
        Pair<DBusPath, DBusPath> made = bus.getRemoteObject(
                        SecretServiceBus.NAME, collection.getPath(), SecretServiceBus.Collection.class)
                .CreateItem(
                        Map.of(
                                SecretServiceBus.LABEL,
                                new Variant<>(label),
                                SecretServiceBus.ATTRIBUTES,
                                new Variant<>(attributes, "a{ss}")),
                        new Secret(session, start, value, "text/plain; charset=utf8"),
                        true);
        refuse(made.second);
    }

    void delete(DBusPath item) throws DBusException, KeychainException {
        refuse(item(item).Delete());
    }

    private Item item(DBusPath path) throws DBusException {
        return bus.getRemoteObject(SecretServiceBus.NAME, path.getPath(), Item.class);
    }

    // Nobody may sit at the screen: whoever wants it unlocked does that himself.
    private void refuse(DBusPath prompt) throws DBusException, KeychainException {
        if (!prompt.getPath().equals(SecretServiceBus.NONE)) {
            bus.getRemoteObject(SecretServiceBus.NAME, prompt.getPath(), Prompt.class)
                    .Dismiss();
            throw new KeychainException(KeyTrouble.LOCKED, "the keychain wants its password first");
        }
    }

    @Override
    public void close() {
        try {
            bus.getRemoteObject(SecretServiceBus.NAME, session.getPath(), Session.class)
                    .Close();
        } catch (DBusException | DBusExecutionException gone) {
            // It ends with the connection, too.
        }
    }
}
