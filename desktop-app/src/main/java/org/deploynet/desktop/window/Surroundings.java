package org.deploynet.desktop.window;

/** What the window needs of the application around it. Safe from any thread. */
public interface Surroundings {
    /** Whether an icon in a tray can bring a hidden window back. Where there is none, closing asks once and then minimises. */
    boolean hasTray();

    /** Ends the application, and the engine if this application started it. */
    void quit();
}
