package org.deploynet.engine.serve;

/** How a {@link ModelPage} counts. Mutants change it. */
interface Habit {
    /** As docs/protocol.md §5 says. */
    Habit HONEST = new Habit() {
        @Override
        public int whole(boolean wasCountedBefore) {
            return wasCountedBefore ? 0 : 1;
        }

        @Override
        public boolean countsCancelled() {
            return false;
        }
    };

    /** How often a piece is counted that is whole and verified. */
    int whole(boolean wasCountedBefore);

    /** Whether a piece counts whose want was cancelled before it was whole. */
    boolean countsCancelled();
}
