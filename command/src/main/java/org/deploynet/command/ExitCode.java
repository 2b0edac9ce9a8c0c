package org.deploynet.command;

/** How a command ended, for scripts. */
public enum ExitCode {
    OK(0),
    ERROR(1),
    BAD_USAGE(2),
    ALREADY_RUNNING(3),
    NO_ENGINE(4),
    CACHE_NOT_USABLE(5),
    DISK_BELOW_RESERVE(6),
    /** A supervised engine took too much memory and is to be started again at once. */
    RECYCLED(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
