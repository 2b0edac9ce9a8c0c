package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The only way to files that must survive a crash. Nothing is durable before {@link DiskFile#force}, and no name before
 * {@link #forceFolder}. Safe from any thread.
 */
public interface Disk {
    /** A file's name and length in bytes. */
    record Entry(String name, long bytes) {}

    /** Opens for reading and appending, creating the file if it is not there. The folder must exist. */
    DiskFile open(Path file) throws IOException;

    /** Opens a file that is there, and never makes one. */
    DiskFile openExisting(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    /** Makes the folder and those above it; fine if it is there. */
    void makeFolder(Path folder) throws IOException;

    /** The files directly in {@code folder}, without folders, in no order; empty if there is no such folder. */
    List<Entry> list(Path folder) throws IOException;

    /** Bytes of all files in {@code folder} and below it, but for the folder {@code except}; links are not followed. */
    long bytesBelow(Path folder, Path except) throws IOException;

    /** What tells the file or folder at this path from another one that takes its place; equal while it is the same. */
    Object identity(Path path) throws IOException;

    /** Replaces {@code to} at one stroke. */
    void rename(Path from, Path to) throws IOException;

    /** Fine if the file is not there. */
    void unlink(Path file) throws IOException;

    /** Makes creations, renames and removals in {@code folder} durable. */
    void forceFolder(Path folder) throws IOException;

    /** Bytes this user may still write on the file system of {@code folder}. */
    long free(Path folder) throws IOException;

    /** Size of the file system of {@code folder}, bytes. */
    long total(Path folder) throws IOException;
}
