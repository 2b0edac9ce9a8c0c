package org.deploynet.desktop.tray;

import java.util.List;

/**
 * All that a tray shows at one instant. Immutable.
 *
 * @param name of the application
 * @param headline the tooltip's first line: state and rates, since some panels (lxqt) show no more
 * @param reason the rest of the tooltip
 */
public record TrayFace(TrayShape shape, String name, String headline, String reason, List<MenuEntry> menu) {
    public TrayFace {
        menu = List.copyOf(menu);
    }
}
