package org.deploynet.engine.torture;

import java.nio.file.Path;

/**
 * How one proof is run this time.
 *
 * @param seed everything random follows from it
 * @param goal after so many it is enough
 * @param scratch an empty folder in memory, if the machine has one
 * @param jvm where the proofs keep what their children are started with
 */
record Run(long seed, long goal, Deadline deadline, Path scratch, Path jvm) {
    /** Whether to go on after {@code done}. */
    boolean goesOn(long done) {
        return done < goal && !deadline.isOver();
    }
}
