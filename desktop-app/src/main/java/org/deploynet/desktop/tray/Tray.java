package org.deploynet.desktop.tray;

/** A place on the desktop for one icon with a menu. Safe from any thread. */
public interface Tray extends AutoCloseable {
    void show(TrayFace face);

    /** Whether a panel shows the icon now. */
    boolean isThere();

    @Override
    void close();

    /** What a tray hears from the person. Called on threads of the tray; must not wait. */
    interface Listener {
        void act(TrayAction action);

        /** The menu is about to be seen. */
        void opening();

        /** {@link Tray#isThere} changed. */
        void presence(boolean there);
    }
}
