package org.deploynet.desktop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** A message bus of a test's own, with a daemon of its own. */
public final class TestBus implements AutoCloseable {
    private final Process daemon;
    private final String address;

    public TestBus() throws IOException {
        daemon = new ProcessBuilder("dbus-daemon", "--session", "--nofork", "--print-address=1").start();
        address = new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    /** As busctl and gdbus take it. */
    public String option() {
        return "--address=" + address;
    }

    /** Something that answers in a service's name until it is closed. */
    public DBusConnection serve(String name, DBusInterface... objects) throws DBusException {
        DBusConnection bus =
                DBusConnectionBuilder.forAddress(address).withShared(false).build();
        bus.requestBusName(name);
        for (DBusInterface object : objects) {
            bus.exportObject(object);
        }
        return bus;
    }

    @Override
    public void close() {
        daemon.destroy();
        daemon.onExit().join();
    }

    /** An object that only has properties. Public, for it is exported. */
    public static class Facts implements Properties {
        private final String path;
        private final Map<String, Variant<?>> facts;

        public Facts(String path, Map<String, Variant<?>> facts) {
            this.path = path;
            this.facts = facts;
        }

        @Override
        public String getObjectPath() {
            return path;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the shape that dbus-java asks for
        public <A> A Get(String interfaceName, String property) {
            return (A) Optional.ofNullable(facts.get(property)).orElseThrow();
        }

        @Override
        public <A> void Set(String interfaceName, String property, A value) {
            throw new UnsupportedOperationException("nothing can be set");
        }

        @Override
        public Map<String, Variant<?>> GetAll(String interfaceName) {
            return facts;
        }
    }
}
