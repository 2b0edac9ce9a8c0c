package org.deploynet.desktop.tray.dbus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.desktop.tray.TrayFace;
import org.deploynet.desktop.tray.TrayShape;
import org.deploynet.desktop.tray.icon.Pixels;
import org.deploynet.desktop.tray.icon.ShapePainter;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** The icon on the bus. Safe from any thread. */
final class ItemObject implements StatusNotifierItem, Properties {
    static final String PATH = "/StatusNotifierItem";
    /** A panel's usual height, and the same on a screen of twice the density. */
    private static final int[] SIDES = {22, 44};

    private final Runnable activated;
    private volatile Map<String, Variant<?>> properties;

    ItemObject(TrayFace first, Runnable activated) {
        this.activated = activated;
        this.properties = properties(first);
    }

    void turnTo(TrayFace face) {
        properties = properties(face);
    }

    private static Map<String, Variant<?>> properties(TrayFace face) {
        var all = new LinkedHashMap<String, Variant<?>>();
        all.put("Category", new Variant<>("ApplicationStatus"));
        all.put("Id", new Variant<>("deploynet"));
        all.put("Title", new Variant<>(face.name()));
        all.put("Status", new Variant<>("Active"));
        all.put("WindowId", new Variant<>(0));
        all.put("IconName", new Variant<>(""));
        all.put("IconPixmap", new Variant<>(pixmaps(face.shape()), "a(iiay)"));
        all.put("OverlayIconName", new Variant<>(""));
        all.put("AttentionIconName", new Variant<>(""));
        all.put("ItemIsMenu", new Variant<>(false));
        var tip = new ToolTip("", List.of(), markup(face.headline()), markup(face.reason()));
        all.put("ToolTip", new Variant<>(tip, "(sa(iiay)ss)"));
        all.put("Menu", new Variant<>(new DBusPath(MenuObject.PATH)));
        return all;
    }

    private static List<Pixmap> pixmaps(TrayShape shape) {
        var pictures = new ArrayList<Pixmap>();
        for (int side : SIDES) {
            Pixels pixels = ShapePainter.paint(shape, side);
            ByteBuffer argb = ByteBuffer.allocate(4 * pixels.argb().length);
            argb.asIntBuffer().put(pixels.argb());
            pictures.add(new Pixmap(side, side, argb.array()));
        }
        return pictures;
    }

    private static String markup(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }

    @Override
    public void Activate(int x, int y) {
        activated.run();
    }

    @Override
    public void SecondaryActivate(int x, int y) {
        activated.run();
    }

    // For panels that cannot draw our menu; the window has all of it.
    @Override
    public void ContextMenu(int x, int y) {
        activated.run();
    }

    @Override
    public void Scroll(int delta, String orientation) {
        // Turning a wheel over the icon should change nothing by accident.
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the shape that dbus-java asks for
    public <A> A Get(String interfaceName, String property) {
        @Nullable Variant<?> value = properties.get(property);
        if (value == null) {
            throw new UnknownProperty(property);
        }
        return (A) value;
    }

    @Override
    public <A> void Set(String interfaceName, String property, A value) {
        throw new UnsupportedOperationException("nothing of an icon can be set from outside");
    }

    @Override
    public Map<String, Variant<?>> GetAll(String interfaceName) {
        return properties;
    }
}
