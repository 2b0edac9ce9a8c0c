package org.deploynet.engine.storage;

/** SQLite could not do what it was asked. {@link #isDamaged} tells a broken file from a disk that is full or failing. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kept the database from it. */
    public enum Kind {
        /** The file is broken. */
        DAMAGED,
        /** The disk is full. */
        FULL,
        /** The file, its folder or its disk may not be written. */
        READ_ONLY,
        /** Another process has it locked. */
        LOCKED,
        OTHER
    }

    private final Kind kind;

    DatabaseException(String what, Kind kind, Throwable cause) {
        super(what, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isDamaged() {
        return kind == Kind.DAMAGED;
    }
}
