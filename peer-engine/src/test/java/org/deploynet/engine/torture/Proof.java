package org.deploynet.engine.torture;

/** One promise of the cache and how it is tried. */
interface Proof {
    /** A word for the command line. */
    String name();

    /** What is counted, as the table says it. */
    String what();

    /** How often, in full and in the quick run. */
    Goal goal();

    /** Its share of the time, against the other proofs'. */
    int weight();

    /** Whether what it counts are tries of which none may fail. */
    default boolean hasBound() {
        return true;
    }

    Verdict run(Run run) throws Exception;

    /** Counts to reach. */
    record Goal(long full, long quick) {
        /** As many as there are; the figures say how many that is. */
        static final long ALL = Long.MAX_VALUE;

        static String words(long goal) {
            return goal == ALL ? "all" : "%,d".formatted(goal);
        }
    }
}
