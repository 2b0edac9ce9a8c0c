package org.deploynet.engine.storage;

/** SQLite could not do what it was asked. {@link #isDamaged} tells a broken file from a disk that is full or failing. */
public final class DatabaseException extends RuntimeException {
    private final boolean damaged;

    DatabaseException(String what, boolean damaged, Throwable cause) {
        super(what, cause);
        this.damaged = damaged;
    }

    public boolean isDamaged() {
        return damaged;
    }
}
