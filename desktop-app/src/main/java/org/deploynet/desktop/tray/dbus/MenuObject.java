package org.deploynet.desktop.tray.dbus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.desktop.tray.TrayAction;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** The menu on the bus. Safe from any thread. */
final class MenuObject implements DBusMenu, Properties {
    static final String PATH = "/MenuBar";
    private static final String CLICKED = "clicked";
    private static final int VERSION = 3;

    private final Consumer<TrayAction> clicks;
    private final Runnable opening;
    private volatile Edition edition;

    private record Edition(MenuBook book, int revision) {}

    MenuObject(MenuBook first, Consumer<TrayAction> clicks, Runnable opening) {
        this.edition = new Edition(first, 1);
        this.clicks = clicks;
        this.opening = opening;
    }

    MenuBook book() {
        return edition.book();
    }

    /** The number of the layout that shows {@code next}. For one thread. */
    UInt32 turnTo(MenuBook next) {
        Edition before = edition;
        int revision = next.hasShapeOf(before.book()) ? before.revision() : before.revision() + 1;
        edition = new Edition(next, revision);
        return new UInt32(revision);
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }

    @Override
    public LayoutAnswer<UInt32, Item> GetLayout(int parent, int depth, List<String> propertyNames) {
        Edition now = edition;
        return new LayoutAnswer<>(new UInt32(now.revision()), now.book().layout(parent, depth));
    }

    @Override
    public List<DBusMenu.EntryProperties> GetGroupProperties(List<Integer> ids, List<String> propertyNames) {
        return book().all(ids);
    }

    @Override
    public Variant<?> GetProperty(int id, String name) {
        return Optional.<Variant<?>>ofNullable(book().properties(id).get(name))
                .orElseThrow(() -> new UnknownProperty(name));
    }

    @Override
    public void Event(int id, String event, Variant<?> data, UInt32 timestamp) {
        if (event.equals(CLICKED)) {
            book().action(id).ifPresent(clicks);
        }
    }

    @Override
    public List<Integer> EventGroup(List<MenuEvent> events) {
        MenuBook now = book();
        events.forEach(event -> Event(event.id, event.event, event.data, event.timestamp));
        return events.stream().map(event -> event.id).filter(id -> !now.has(id)).toList();
    }

    @Override
    public boolean AboutToShow(int id) {
        if (id == MenuBook.ROOT) {
            opening.run();
        }
        return false;
    }

    @Override
    public ToShowAnswer<List<Integer>, List<Integer>> AboutToShowGroup(List<Integer> ids) {
        if (ids.contains(MenuBook.ROOT)) {
            opening.run();
        }
        MenuBook now = book();
        return new ToShowAnswer<>(
                List.of(), ids.stream().filter(id -> !now.has(id)).toList());
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the shape that dbus-java asks for
    public <A> A Get(String interfaceName, String property) {
        @Nullable Variant<?> value = GetAll(interfaceName).get(property);
        if (value == null) {
            throw new UnknownProperty(property);
        }
        return (A) value;
    }

    @Override
    public <A> void Set(String interfaceName, String property, A value) {
        throw new UnsupportedOperationException("nothing of a menu can be set from outside");
    }

    @Override
    public Map<String, Variant<?>> GetAll(String interfaceName) {
        return Map.of(
                "Version", new Variant<>(new UInt32(VERSION)),
                "Status", new Variant<>("normal"),
                "TextDirection", new Variant<>("ltr"),
                "IconThemePath", new Variant<>(new String[0]));
    }
}
