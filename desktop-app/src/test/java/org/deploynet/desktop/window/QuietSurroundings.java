package org.deploynet.desktop.window;

/** Surroundings with a tray, in which nobody quits. */
final class QuietSurroundings implements Surroundings {
    @Override
    public boolean hasTray() {
        return true;
    }

    @Override
    public void quit() {}
}
