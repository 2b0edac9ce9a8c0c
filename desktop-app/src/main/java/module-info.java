import org.jspecify.annotations.NullMarked;

/** The desktop application: tray icon, window, supervision of the engine process. */
@NullMarked
module org.deploynet.desktop {
    requires static transitive org.jspecify;
    requires atlantafx.base;
    requires info.picocli;
    requires java.desktop;
    requires java.logging;
    requires javafx.controls;
    requires org.controlsfx.controls;
    requires org.deploynet.control;
    requires org.deploynet.i18n;
    requires org.freedesktop.dbus;
    requires org.kordamp.ikonli.feather;
    requires org.kordamp.ikonli.javafx;

    exports org.deploynet.desktop.tray.dbus to
            org.freedesktop.dbus;

    opens org.deploynet.desktop.assembly to
            info.picocli;
}
