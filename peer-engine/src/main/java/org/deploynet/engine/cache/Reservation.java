package org.deploynet.engine.cache;

/** The part of the room that one ingest set aside and has not used yet, bytes. Safe from any thread. */
final class Reservation {
    private final Room room;
    private long left;

    /** {@code bytes} are reserved already. */
    Reservation(Room room, long bytes) {
        this.room = room;
        this.left = bytes;
    }

    /** Hands over up to {@code bytes} of what is reserved; returns how much. */
    synchronized long take(long bytes) {
        long taken = Math.min(left, bytes);
        left -= taken;
        return taken;
    }

    /** {@code bytes} more are reserved. */
    synchronized void add(long bytes) {
        left += bytes;
    }

    synchronized long left() {
        return left;
    }

    synchronized void release() {
        room.giveBack(left);
        left = 0;
    }
}
