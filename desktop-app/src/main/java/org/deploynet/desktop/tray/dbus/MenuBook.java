package org.deploynet.desktop.tray.dbus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.desktop.tray.MenuEntry;
import org.deploynet.desktop.tray.TrayAction;
import org.freedesktop.dbus.types.Variant;

/**
 * A menu with the numbers and properties that the bus knows its entries by. A key has the same number in every book of one
 * {@link Numbers}, so a click on a line that has since gone is told apart from one on its successor. Immutable.
 */
final class MenuBook {
    static final int ROOT = 0;
    private static final String ITEM = "(ia{sv}av)";

    private final Map<Integer, Page> pages = new LinkedHashMap<>();
    private final List<Integer> shape = new ArrayList<>();

    private record Page(Map<String, Variant<?>> properties, List<Integer> children, Optional<TrayAction> action) {}

    /** The numbers given to keys so far; the keys are the program's own, so there are few. Safe from any thread. */
    static final class Numbers {
        private final Map<String, Integer> byKey = new HashMap<>();

        synchronized int of(String key) {
            return byKey.computeIfAbsent(key, fresh -> byKey.size() + 1);
        }
    }

    MenuBook(List<MenuEntry> menu, Numbers numbers) {
        addChildren(ROOT, Map.of("children-display", new Variant<>("submenu")), menu, numbers);
    }

    private void addChildren(int id, Map<String, Variant<?>> properties, List<MenuEntry> children, Numbers numbers) {
        List<Integer> ids =
                children.stream().map(child -> numbers.of(child.key())).toList();
        pages.put(id, new Page(properties, ids, Optional.empty()));
        shape.add(id);
        shape.addAll(ids);
        children.forEach(child -> add(child, numbers));
    }

    private void add(MenuEntry entry, Numbers numbers) {
        int id = numbers.of(entry.key());
        switch (entry) {
            case MenuEntry.Line line -> leaf(id, words(line.text(), false), Optional.empty());
            case MenuEntry.Choice choice -> leaf(id, words(choice.text(), true), Optional.of(choice.action()));
            case MenuEntry.Option option -> {
                Map<String, Variant<?>> properties = words(option.text(), true);
                properties.put("toggle-type", new Variant<>("radio"));
                properties.put("toggle-state", new Variant<>(option.chosen() ? 1 : 0));
                leaf(id, properties, Optional.of(option.action()));
            }
            case MenuEntry.Submenu submenu -> {
                Map<String, Variant<?>> properties = words(submenu.text(), true);
                properties.put("children-display", new Variant<>("submenu"));
                addChildren(id, properties, submenu.entries(), numbers);
            }
            case MenuEntry.Separator _ -> leaf(id, Map.of("type", new Variant<>("separator")), Optional.empty());
        }
    }

    private void leaf(int id, Map<String, Variant<?>> properties, Optional<TrayAction> action) {
        pages.put(id, new Page(properties, List.of(), action));
    }

    // An underscore would mark the next letter as a key.
    private static Map<String, Variant<?>> words(String text, boolean enabled) {
        var properties = new LinkedHashMap<String, Variant<?>>();
        properties.put("label", new Variant<>(text.replace("_", "__")));
        properties.put("enabled", new Variant<>(enabled));
        properties.put("visible", new Variant<>(true));
        return properties;
    }

    boolean has(int id) {
        return pages.containsKey(id);
    }

    Optional<TrayAction> action(int id) {
        return Optional.ofNullable(pages.get(id)).flatMap(Page::action);
    }

    /** Which entries there are and in which order, whatever they say. */
    boolean hasShapeOf(MenuBook other) {
        return shape.equals(other.shape) && pages.keySet().equals(other.pages.keySet());
    }

    /** What the entries say that they did not say in {@code before}. */
    List<DBusMenu.EntryProperties> changesSince(MenuBook before) {
        return pages.entrySet().stream()
                .filter(page -> !page.getValue().properties().equals(before.properties(page.getKey())))
                .map(page -> new DBusMenu.EntryProperties(
                        page.getKey(), page.getValue().properties()))
                .toList();
    }

    /** All of an entry's properties, none for an unknown one. */
    Map<String, Variant<?>> properties(int id) {
        Page page = pages.get(id);
        return page == null ? Map.of() : page.properties();
    }

    List<DBusMenu.EntryProperties> all(List<Integer> ids) {
        return pages.keySet().stream()
                .filter(id -> ids.isEmpty() || ids.contains(id))
                .map(id -> new DBusMenu.EntryProperties(id, properties(id)))
                .toList();
    }

    /** @param depth how many levels below; negative is all */
    DBusMenu.Item layout(int id, int depth) {
        Page page = pages.getOrDefault(id, new Page(Map.of(), List.of(), Optional.empty()));
        List<Variant<?>> children = new ArrayList<>();
        if (depth != 0) {
            page.children().forEach(child -> children.add(new Variant<>(layout(child, depth - 1), ITEM)));
        }
        return new DBusMenu.Item(id, page.properties(), children);
    }
}
