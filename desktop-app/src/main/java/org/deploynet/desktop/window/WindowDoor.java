package org.deploynet.desktop.window;

/** The one window, seen from where no JavaFX may be loaded. Safe from any thread. */
public interface WindowDoor extends AutoCloseable {
    /** Opens the window, or brings the open one to the front. */
    void show();

    void hide();

    /** Ends JavaFX; nothing can be shown after that. */
    @Override
    void close();
}
