package org.deploynet.engine.keychain;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** As much of the Secret Service API 0.2 (freedesktop.org) as is used here. Public, for dbus-java makes proxies of it. */
public final class SecretServiceBus {
    static final String NAME = "org.freedesktop.secrets";
    static final String PATH = "/org/freedesktop/secrets";
    static final String DEFAULT = "default";
    static final String LABEL = "org.freedesktop.Secret.Item.Label";
    static final String ATTRIBUTES = "org.freedesktop.Secret.Item.Attributes";
    static final String COLLECTION = "org.freedesktop.Secret.Collection";
    static final String LOCKED = "Locked";
    /** The path where there is no object: no prompt is needed, an alias names nothing. */
    static final String NONE = "/";

    private SecretServiceBus() {}

    /** All of it. */
    @DBusInterfaceName("org.freedesktop.Secret.Service")
    public interface Service extends DBusInterface {
        Pair<Variant<?>, DBusPath> OpenSession(String algorithm, Variant<?> input);

        /** The items that are unlocked, and those that are locked. */
        Pair<List<DBusPath>, List<DBusPath>> SearchItems(Map<String, String> attributes);

        DBusPath ReadAlias(String name);
    }

    /** A keyring or wallet. */
    @DBusInterfaceName("org.freedesktop.Secret.Collection")
    public interface Collection extends DBusInterface {
        /** The item, and a prompt where one is needed first. */
        Pair<DBusPath, DBusPath> CreateItem(Map<String, Variant<?>> properties, Secret secret, boolean replace);
    }

    /** What a collection keeps. */
    @DBusInterfaceName("org.freedesktop.Secret.Item")
    public interface Item extends DBusInterface {
        Secret GetSecret(DBusPath session);

        /** A prompt where one is needed first. */
        DBusPath Delete();
    }

    /** How secrets are encrypted on the bus for as long as it is open. */
    @DBusInterfaceName("org.freedesktop.Secret.Session")
    public interface Session extends DBusInterface {
        void Close();
    }

    /** A question to the user. */
    @DBusInterfaceName("org.freedesktop.Secret.Prompt")
    public interface Prompt extends DBusInterface {
        void Dismiss();
    }

    /** A secret on its way. */
    public static final class Secret extends Struct {
        @Position(0)
        public final DBusPath session;

        @Position(1)
        public final byte[] parameters;

        @Position(2)
        public final byte[] value;

        @Position(3)
        public final String contentType;

        public Secret(DBusPath session, byte[] parameters, byte[] value, String contentType) {
            this.session = session;
            this.parameters = parameters;
            this.value = value;
            this.contentType = contentType;
        }
    }

    /**
     * Two answers at once; dbus-java takes a tuple's signature from these parameters.
     *
     * @param <A> the first
     * @param <B> the second
     */
    public static final class Pair<A, B> extends Tuple {
        @Position(0)
        public final A first;

        @Position(1)
        public final B second;

        public Pair(A first, B second) {
            this.first = first;
            this.second = second;
        }
    }
}
