package org.deploynet.desktop.tray;

/** A place on the desktop for one icon with a menu. Safe from any thread. */
public interface Tray extends AutoCloseable {
    void show(TrayFace face);

    /** Tells the person by the desktop's own notification, where it has any; returns at once. */
    void announce(Announcement news);

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
