package org.deploynet.desktop.tray.dbus;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.deploynet.desktop.tray.Announcement;
import org.deploynet.desktop.tray.Tray;
import org.deploynet.desktop.tray.TrayAction;
import org.deploynet.desktop.tray.TrayFace;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;

/**
 * A tray icon for Linux desktops: a StatusNotifierItem with a menu that the panel draws. It registers whenever a panel
 * appears, so it outlives the panel's restart and waits for one that starts later. Safe from any thread.
 */
public final class StatusNotifierTray implements Tray {
    private static final System.Logger LOG = System.getLogger(StatusNotifierTray.class.getName());

    private final DBusConnection bus;
    private final String name =
            StatusNotifierItem.NAME + "-" + ProcessHandle.current().pid() + "-1";
    private final Listener listener;
    private final PopUps popUps;
    private final MenuBook.Numbers numbers = new MenuBook.Numbers();
    private final MenuObject menu;
    private final ItemObject item;
    private final ReentrantLock showing = new ReentrantLock();
    private final ReentrantLock looking = new ReentrantLock();
    private TrayFace shown;
    private volatile boolean there;

    private StatusNotifierTray(DBusConnection bus, TrayFace first, Listener listener) {
        this.bus = bus;
        this.listener = listener;
        this.shown = first;
        this.popUps = new PopUps(bus, first.name());
        this.menu = new MenuObject(new MenuBook(first.menu(), numbers), listener::act, listener::opening);
        this.item = new ItemObject(first, () -> listener.act(new TrayAction.OpenWindow()));
    }

    /** @throws IOException where there is no session bus */
    public static StatusNotifierTray open(TrayFace first, Listener listener) throws IOException {
        DBusConnection bus;
        try {
            bus = DBusConnectionBuilder.forSessionBus()
                    .withShared(false)
                    .receivingThreadConfig()
                    .withSignalThreadCount(1)
                    .withErrorHandlerThreadCount(1)
                    .withMethodCallThreadCount(1)
                    .withMethodReturnThreadCount(1)
                    .connectionConfig()
                    .build();
        } catch (DBusException | DBusExecutionException e) {
            throw new IOException("no session bus: " + e.getMessage(), e);
        }
        try {
            var tray = new StatusNotifierTray(bus, first, listener);
            tray.export();
            tray.register();
            return tray;
        } catch (DBusException | DBusExecutionException e) {
            bus.disconnect();
            throw new IOException("the session bus takes no icon: " + e.getMessage(), e);
        }
    }

    private void export() throws DBusException {
        bus.requestBusName(name);
        bus.exportObject(menu);
        bus.exportObject(item);
        // Only of this name: a signal for each program that comes and goes would wake this process all day.
        var ownerOfWatcher = DBusMatchRuleBuilder.create()
                .withType(DBus.NameOwnerChanged.class)
                .withArg0123(0, StatusNotifierWatcher.NAME)
                .build();
        bus.addSigHandler(ownerOfWatcher, (DBus.NameOwnerChanged _) -> registerLater());
        bus.addSigHandler(StatusNotifierWatcher.StatusNotifierHostRegistered.class, _ -> lookForHostLater());
        bus.addSigHandler(StatusNotifierWatcher.StatusNotifierHostUnregistered.class, _ -> lookForHostLater());
    }

    // A handler that calls out would wait for an answer that its own thread has to bring.
    private void registerLater() {
        Thread.ofVirtual().name("tray-register").start(this::register);
    }

    private void lookForHostLater() {
        Thread.ofVirtual().name("tray-host").start(this::lookForHost);
    }

    private void register() {
        try {
            bus.getRemoteObject(StatusNotifierWatcher.NAME, StatusNotifierWatcher.PATH, StatusNotifierWatcher.class)
                    .RegisterStatusNotifierItem(name);
        } catch (DBusException | DBusExecutionException noPanel) {
            LOG.log(System.Logger.Level.DEBUG, "no panel takes icons now", noPanel);
        }
        lookForHost();
    }

    // One look after another: of two at once, the one that saw no panel yet could have the last word.
    private void lookForHost() {
        looking.lock();
        try {
            boolean now = hasHost();
            if (now != there) {
                there = now;
                listener.presence(now);
            }
        } finally {
            looking.unlock();
        }
    }

    private boolean hasHost() {
        try {
            Properties watcher =
                    bus.getRemoteObject(StatusNotifierWatcher.NAME, StatusNotifierWatcher.PATH, Properties.class);
            Object answer = watcher.Get(StatusNotifierWatcher.NAME, StatusNotifierWatcher.HAS_HOST);
            return Boolean.TRUE.equals(answer);
        } catch (DBusException | DBusExecutionException noPanel) {
            return false;
        }
    }

    @Override
    public void show(TrayFace face) {
        showing.lock();
        try {
            TrayFace before = shown;
            shown = face;
            item.turnTo(face);
            if (face.shape() != before.shape()) {
                bus.sendMessage(new StatusNotifierItem.NewIcon(ItemObject.PATH));
            }
            if (!face.headline().equals(before.headline()) || !face.reason().equals(before.reason())) {
                bus.sendMessage(new StatusNotifierItem.NewToolTip(ItemObject.PATH));
            }
            if (!face.menu().equals(before.menu())) {
                bus.sendMessage(menuNews(new MenuBook(face.menu(), numbers)));
            }
        } catch (DBusException e) {
            LOG.log(System.Logger.Level.WARNING, "the tray could not be brought up to date", e);
        } finally {
            showing.unlock();
        }
    }

    // A new layout closes an open menu on some panels, so other words in the same places are told as just that.
    private DBusSignal menuNews(MenuBook next) throws DBusException {
        MenuBook before = menu.book();
        var revision = menu.turnTo(next);
        return next.hasShapeOf(before)
                ? new DBusMenu.ItemsPropertiesUpdated(MenuObject.PATH, next.changesSince(before), List.of())
                : new DBusMenu.LayoutUpdated(MenuObject.PATH, revision, MenuBook.ROOT);
    }

    @Override
    public void announce(Announcement news) {
        popUps.show(news);
    }

    @Override
    public boolean isThere() {
        return there;
    }

    @Override
    public void close() {
        bus.disconnect();
    }
}
