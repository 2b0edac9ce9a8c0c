package org.deploynet.desktop.tray.dbus;

import java.util.List;
import java.util.Map;
import org.deploynet.desktop.tray.Announcement;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.UInt32;

/** Shows announcements by whatever shows notifications on this desktop. Safe from any thread. */
record PopUps(DBusConnection bus, String application) {
    private static final UInt32 NONE_REPLACED = new UInt32(0);
    private static final String ICON = "dialog-warning";
    private static final int AS_LONG_AS_USUAL = -1;

    /** Returns at once: the answer may take as long as the desktop likes. */
    void show(Announcement news) {
        Thread.ofVirtual().name("announcement").start(() -> send(news));
    }

    private void send(Announcement news) {
        try {
            var _ = bus.getRemoteObject(Notifications.NAME, Notifications.PATH, Notifications.class)
                    .Notify(
                            application,
                            NONE_REPLACED,
                            ICON,
                            news.title(),
                            news.text(),
                            List.of(),
                            Map.of(),
                            AS_LONG_AS_USUAL);
        } catch (DBusException | DBusExecutionException noneThere) {
            System.getLogger(PopUps.class.getName())
                    .log(System.Logger.Level.INFO, "this desktop shows no notifications: {0}", noneThere.getMessage());
        }
    }
}
