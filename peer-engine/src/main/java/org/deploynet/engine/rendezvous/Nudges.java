package org.deploynet.engine.rendezvous;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What is worth reporting to the network soon. Whoever causes it says so here, connected or not. Safe from any thread. */
public final class Nudges {
    /** What can be due. */
    public enum Nudge {
        INVENTORY,
        LOAD,
        SETTLE,
        TRANSFER,
        REACH,
        REPUTATION
    }

    private final Set<Nudge> due = EnumSet.noneOf(Nudge.class);

    public synchronized void nudge(Nudge what) {
        due.add(what);
        notifyAll();
    }

    /** What is due, all at once; empty after {@code nanos} without any. */
    synchronized Set<Nudge> take(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; due.isEmpty() && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        // Whoever is told to end must not take away what its successor is to report.
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Set<Nudge> taken = EnumSet.noneOf(Nudge.class);
        taken.addAll(due);
        due.clear();
        return taken;
    }
}
