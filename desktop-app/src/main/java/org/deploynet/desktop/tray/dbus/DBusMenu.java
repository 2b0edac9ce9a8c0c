package org.deploynet.desktop.tray.dbus;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A menu that a panel draws (libdbusmenu's {@code dbus-menu.xml}). */
@DBusInterfaceName("com.canonical.dbusmenu")
public interface DBusMenu extends DBusInterface {
    String NAME = "com.canonical.dbusmenu";

    LayoutAnswer<UInt32, Item> GetLayout(int parent, int depth, List<String> propertyNames);

    List<EntryProperties> GetGroupProperties(List<Integer> ids, List<String> propertyNames);

    Variant<?> GetProperty(int id, String name);

    void Event(int id, String event, Variant<?> data, UInt32 timestamp);

    /** The ids that do not exist. Without this method xfce4-panel loses every click. */
    List<Integer> EventGroup(List<MenuEvent> events);

    boolean AboutToShow(int id);

    ToShowAnswer<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids);

    /** Entries came, went or moved below {@code parent}. */
    final class LayoutUpdated extends DBusSignal {
        public final UInt32 revision;
        public final int parent;

        public LayoutUpdated(String path, UInt32 revision, int parent) throws DBusException {
            super(path, revision, parent);
            this.revision = revision;
            this.parent = parent;
        }
    }

    /** Entries say something else than before. */
    final class ItemsPropertiesUpdated extends DBusSignal {
        public final List<EntryProperties> updated;
        public final List<RemovedProperties> removed;

        public ItemsPropertiesUpdated(String path, List<EntryProperties> updated, List<RemovedProperties> removed)
                throws DBusException {
            super(path, updated, removed);
            this.updated = updated;
            this.removed = removed;
        }
    }

    /** An entry with what is below it. */
    final class Item extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final Map<String, Variant<?>> properties;

        @Position(2)
        public final List<Variant<?>> children;

        public Item(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
            this.id = id;
            this.properties = properties;
            this.children = children;
        }
    }

    /** What an entry says. */
    final class EntryProperties extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final Map<String, Variant<?>> properties;

        public EntryProperties(int id, Map<String, Variant<?>> properties) {
            this.id = id;
            this.properties = properties;
        }
    }

    /** What an entry no longer says. */
    final class RemovedProperties extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final List<String> names;

        public RemovedProperties(int id, List<String> names) {
            this.id = id;
            this.names = names;
        }
    }

    /** One of several events told at once. */
    final class MenuEvent extends Struct {
        @Position(0)
        public final int id;

        @Position(1)
        public final String event;

        @Position(2)
        public final Variant<?> data;

        @Position(3)
        public final UInt32 timestamp;

        public MenuEvent(int id, String event, Variant<?> data, UInt32 timestamp) {
            this.id = id;
            this.event = event;
            this.data = data;
            this.timestamp = timestamp;
        }
    }

    /**
     * @param <A> the revision
     * @param <B> the item asked for; dbus-java takes the signature of a tuple from these parameters
     */
    final class LayoutAnswer<A, B> extends Tuple {
        @Position(0)
        public final A revision;

        @Position(1)
        public final B layout;

        public LayoutAnswer(A revision, B layout) {
            this.revision = revision;
            this.layout = layout;
        }
    }

    /**
     * @param <A> ids whose layout must be fetched again
     * @param <B> ids that do not exist
     */
    final class ToShowAnswer<A, B> extends Tuple {
        @Position(0)
        public final A updatesNeeded;

        @Position(1)
        public final B errors;

        public ToShowAnswer(A updatesNeeded, B errors) {
            this.updatesNeeded = updatesNeeded;
            this.errors = errors;
        }
    }
}
