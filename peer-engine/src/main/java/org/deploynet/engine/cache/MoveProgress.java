package org.deploynet.engine.cache;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a move of the cache stands. Bytes are those of the segments; both figures grow while pieces are kept in the meantime.
 *
 * @param why what ended the move, or stands in its way; empty while all is well
 * @param detail what {@code why} is about: a path, a number of bytes, the system's words; may be empty
 */
public record MoveProgress(
        State state, Path from, Path to, long bytesDone, long bytesTotal, Optional<Why> why, String detail) {
    /** Where a move is. */
    public enum State {
        /** The target is looked at. */
        CHECKING,
        /** Segments are copied; the old folder counts. */
        COPYING,
        /** The last pieces are copied and nothing new is kept for a moment. */
        SWITCHING,
        /** The new folder counts; the files in the old one go. */
        CLEARING,
        /** What was copied goes again. */
        UNDOING,
        DONE,
        /** The owner took it back; the old folder counts. */
        CANCELLED,
        /** It could not be done; the old folder counts. */
        FAILED,
        /** The engine ends in the middle; the next one goes on. */
        HALTED;

        public boolean isOver() {
            return this == DONE || this == CANCELLED || this == FAILED || this == HALTED;
        }
    }

    /** Why a move does not go on. */
    public enum Why {
        /** The path is not absolute, or has characters that cannot be kept. */
        BAD_PATH,
        /** It is where the cache is, or one of the two lies in the other, or in the state folder. */
        OVERLAPS,
        /** The last name of the path is a link. */
        IS_LINK,
        /** There is a file. */
        NOT_A_FOLDER,
        /** Files that are not ours are there. */
        NOT_EMPTY,
        /** The target takes no files, or not any more. */
        NOT_WRITABLE,
        /** The target would be left with less than the reserve. */
        NO_ROOM,
        /** Too much of the old folder cannot be read. */
        SOURCE_UNREADABLE,
        /** The cache takes nothing new now, or its index is damaged; try again when it does. */
        NOT_NOW,
        /** The half-done copy is not there any more, or another folder is in its place. */
        TARGET_GONE,
        /** Another move is under way. */
        ALREADY_MOVING,
        /** Files in the folder that does not count could not be removed; the next start tries again. */
        LEFTOVERS
    }
}
