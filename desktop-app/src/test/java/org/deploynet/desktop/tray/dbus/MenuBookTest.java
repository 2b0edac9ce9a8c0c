package org.deploynet.desktop.tray.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.deploynet.desktop.tray.MenuEntry;
import org.deploynet.desktop.tray.TrayAction;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;

final class MenuBookTest {
    private static final MenuEntry QUIT = new MenuEntry.Choice("quit", "Quit", new TrayAction.Quit());

    private final MenuBook.Numbers numbers = new MenuBook.Numbers();

    @Test
    void anEntryKeepsItsNumberWhenOthersComeAndGo() {
        MenuBook before = book(new MenuEntry.Choice("pause", "Pause", new TrayAction.OpenWindow()), QUIT);
        MenuBook after = book(new MenuEntry.Choice("resume", "Resume", new TrayAction.Resume()), QUIT);

        assertEquals(Optional.of(new TrayAction.Quit()), after.action(2));
        assertEquals(before.action(2), after.action(2));
        assertEquals(Optional.empty(), after.action(1), "the line that is gone does nothing any more");
        assertFalse(after.hasShapeOf(before));
    }

    @Test
    void otherWordsInTheSamePlacesAreToldAsJustThat() {
        MenuBook before = book(new MenuEntry.Line("status", "Ready"), QUIT);
        MenuBook after = book(new MenuEntry.Line("status", "Sharing"), QUIT);

        assertTrue(after.hasShapeOf(before));
        List<DBusMenu.EntryProperties> changes = after.changesSince(before);
        assertEquals(List.of(1), changes.stream().map(change -> change.id).toList());
        assertEquals(new Variant<>("Sharing"), changes.getFirst().properties.get("label"));
        assertEquals(List.of(), after.changesSince(after));
    }

    @Test
    void givesAsManyLevelsAsAskedFor() {
        MenuBook book = book(new MenuEntry.Submenu("more", "More", List.of(QUIT)));

        assertEquals(0, book.layout(MenuBook.ROOT, 0).children.size());
        assertEquals(0, child(book.layout(MenuBook.ROOT, 1)).children.size());
        assertEquals(1, child(book.layout(MenuBook.ROOT, -1)).children.size());
        assertEquals(0, book.layout(77, -1).children.size(), "an unknown entry is empty");
    }

    @Test
    void anUnderscoreIsAnUnderscore() {
        var label = book(new MenuEntry.Line("x", "a_b")).properties(1).get("label");

        assertEquals(new Variant<>("a__b"), label);
    }

    private static DBusMenu.Item child(DBusMenu.Item item) {
        return (DBusMenu.Item) item.children.getFirst().getValue();
    }

    private MenuBook book(MenuEntry... entries) {
        return new MenuBook(List.of(entries), numbers);
    }
}
