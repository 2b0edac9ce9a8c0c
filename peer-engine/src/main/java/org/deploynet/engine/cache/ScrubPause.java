package org.deploynet.engine.cache;

/** Why the scrubber waits although something is left to check. */
public enum ScrubPause {
    ON_BATTERY,
    /** Other programs keep the processors busy. */
    MACHINE_BUSY,
    /** Browsers are being served. */
    UPLOAD_BUSY,
    /** The cache takes nothing new now: its disk is full, read-only or failing. */
    SERVES_ONLY,
    /** Many pieces in a row could not be read: the disk or the folder may be gone. Nothing is given up for that. */
    DISK_UNREADABLE,
    /** The cache is being moved. */
    MOVING
}
