package org.deploynet.engine.limits;

/** A clock that only runs forward, in nanoseconds from an arbitrary start; the wall clock may jump. Safe from any thread. */
@FunctionalInterface
public interface Ticker {
    long nanos();

    static Ticker system() {
        return System::nanoTime;
    }
}
