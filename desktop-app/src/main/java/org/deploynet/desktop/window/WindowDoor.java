package org.deploynet.desktop.window;

/** The one window, seen from where no JavaFX may be loaded. Safe from any thread. */
public interface WindowDoor extends AutoCloseable {
    /** Opens the window, or brings the open one to the front. */
    void show();

    /** Makes sure that the window can be reached without a tray: opens a hidden one minimised, leaves an open one as it is. */
    void showMinimised();

    void hide();

    /** Ends JavaFX; nothing can be shown after that. */
    @Override
    void close();
}
