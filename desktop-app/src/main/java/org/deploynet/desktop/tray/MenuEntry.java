package org.deploynet.desktop.tray;

import java.util.List;

/**
 * One line of the tray's menu, as data. {@code key} names what the line is, whatever it says at the moment: a click on a menu
 * that has changed meanwhile still does what the person saw. Immutable.
 */
public sealed interface MenuEntry {
    String key();

    /** Words that do nothing. */
    record Line(String key, String text) implements MenuEntry {}

    /** Words that do something. */
    record Choice(String key, String text, TrayAction action) implements MenuEntry {}

    /** One of several, of which one is chosen. */
    record Option(String key, String text, TrayAction action, boolean chosen) implements MenuEntry {}

    /** Words that open more. */
    record Submenu(String key, String text, List<MenuEntry> entries) implements MenuEntry {
        public Submenu {
            entries = List.copyOf(entries);
        }
    }

    /** A line drawn across. */
    record Separator(String key) implements MenuEntry {}
}
