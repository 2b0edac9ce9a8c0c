package org.deploynet.desktop.tray;

import java.awt.AWTException;
import java.awt.CheckboxMenuItem;
import java.awt.EventQueue;
import java.awt.Image;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.deploynet.desktop.tray.icon.Pixels;
import org.deploynet.desktop.tray.icon.ShapePainter;

/** A tray icon for Windows and macOS, by AWT. All of AWT is used on its own thread. Safe from any thread. */
public final class AwtTray implements Tray {
    private final Listener listener;
    private final TrayIcon icon;
    private TrayFace shown;

    private AwtTray(TrayFace first, Listener listener) throws AWTException {
        this.listener = listener;
        this.shown = first;
        this.icon = new TrayIcon(picture(first.shape()), tip(first), menu(first.menu()));
        icon.setImageAutoSize(true);
        icon.addActionListener(click -> listener.act(new TrayAction.OpenWindow()));
        SystemTray.getSystemTray().add(icon);
    }

    /** @throws IOException where the system has no tray */
    public static AwtTray open(TrayFace first, Listener listener) throws IOException {
        if (!SystemTray.isSupported()) {
            throw new IOException("this desktop has no tray");
        }
        try {
            AwtTray tray = onItsThread(() -> new AwtTray(first, listener)).join();
            listener.presence(true);
            return tray;
        } catch (RuntimeException e) {
            throw new IOException("the tray takes no icon: " + e.getMessage(), e);
        }
    }

    private static <T> CompletableFuture<T> onItsThread(Callable<T> work) {
        var done = new CompletableFuture<T>();
        EventQueue.invokeLater(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static Image picture(TrayShape shape) {
        int side = SystemTray.getSystemTray().getTrayIconSize().width;
        Pixels pixels = ShapePainter.paint(shape, Math.max(16, side));
        var image = new BufferedImage(pixels.side(), pixels.side(), BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, pixels.side(), pixels.side(), pixels.argb(), 0, pixels.side());
        return image;
    }

    private static String tip(TrayFace face) {
        return face.headline() + "\n" + face.reason();
    }

    private PopupMenu menu(List<MenuEntry> entries) {
        var menu = new PopupMenu();
        fill(menu, entries);
        return menu;
    }

    private void fill(Menu menu, List<MenuEntry> entries) {
        for (MenuEntry entry : entries) {
            switch (entry) {
                case MenuEntry.Line line -> {
                    var item = new MenuItem(line.text());
                    item.setEnabled(false);
                    menu.add(item);
                }
                case MenuEntry.Choice choice -> {
                    var item = new MenuItem(choice.text());
                    item.addActionListener(click -> listener.act(choice.action()));
                    menu.add(item);
                }
                case MenuEntry.Option option -> {
                    var item = new CheckboxMenuItem(option.text(), option.chosen());
                    item.addItemListener(click -> listener.act(option.action()));
                    menu.add(item);
                }
                case MenuEntry.Submenu submenu -> {
                    var below = new Menu(submenu.text());
                    fill(below, submenu.entries());
                    menu.add(below);
                }
                case MenuEntry.Separator _ -> menu.addSeparator();
            }
        }
    }

    @Override
    public void show(TrayFace face) {
        EventQueue.invokeLater(() -> bringUpToDate(face));
    }

    @Override
    public void announce(Announcement news) {
        EventQueue.invokeLater(() -> icon.displayMessage(news.title(), news.text(), TrayIcon.MessageType.WARNING));
    }

    private void bringUpToDate(TrayFace face) {
        if (face.shape() != shown.shape()) {
            icon.setImage(picture(face.shape()));
        }
        icon.setToolTip(tip(face));
        if (!face.menu().equals(shown.menu())) {
            icon.setPopupMenu(menu(face.menu()));
        }
        shown = face;
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public void close() {
        EventQueue.invokeLater(() -> SystemTray.getSystemTray().remove(icon));
    }
}
