package org.deploynet.desktop.tray;

import org.deploynet.control.UploadChoice;

/** What an entry of the menu does. Immutable. */
public sealed interface TrayAction {
    record OpenWindow() implements TrayAction {}

    record Pause(PauseLength length) implements TrayAction {}

    record Resume() implements TrayAction {}

    record Limit(UploadChoice upload) implements TrayAction {}

    /** Ends safe mode, or a wait before the next try. */
    record StartAgain() implements TrayAction {}

    record Quit() implements TrayAction {}
}
