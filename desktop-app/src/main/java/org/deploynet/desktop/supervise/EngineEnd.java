package org.deploynet.desktop.supervise;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How an engine ended. Immutable.
 *
 * @param how what can be known of it
 * @param lastWords the last lines it wrote, or what connecting to it said; may be empty, is bounded, and is safe to show
 */
public record EngineEnd(How how, Instant at, String lastWords) {
    /** What is known of an end. */
    public sealed interface How {
        /** The process ended with this exit code. */
        record Exited(int code) implements How {}

        /** A signal of the system ended the process: 9 is a kill, 6 an abort in native code, 11 a wild pointer. */
        record Killed(int signal) implements How {}

        /** Another program started it, so all that is known is that its connection ended. */
        record Gone() implements How {}

        /** The process could not be started, or did not answer in time. */
        record Failed() implements How {}
    }

    private static final int SIGNAL_BASE = 128;
    private static final int RECYCLED = 7;

    /** By the exit code of a process, in which the JDK and shells say 128 + n for signal n. */
    static How howExited(int code) {
        return code > SIGNAL_BASE ? new How.Killed(code - SIGNAL_BASE) : new How.Exited(code);
    }

    /** Whether it ended in order to be started again at once. */
    public boolean isRecycling() {
        return how instanceof How.Exited(int code) && code == RECYCLED;
    }

    /** The signal that ended it, if one did. */
    public OptionalInt signal() {
        return how instanceof How.Killed killed ? OptionalInt.of(killed.signal()) : OptionalInt.empty();
    }
}
