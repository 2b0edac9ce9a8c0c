package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.file.Path;

/** A database was written by a newer version of this program, and is left as it is. */
public final class NewerVersionException extends IOException {
    private static final long serialVersionUID = 1;

    NewerVersionException(Path file, long version, int known) {
        super(file + " has version " + version + ", this program knows up to " + known);
    }
}
