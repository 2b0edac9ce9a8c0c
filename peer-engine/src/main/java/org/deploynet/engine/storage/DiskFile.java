package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file that only grows at its end. Reading and forcing are safe from any thread; appending and truncating belong to
 * one thread at a time.
 */
public interface DiskFile extends AutoCloseable {
    long size() throws IOException;

    /** Writes all of the buffers one after the other at the end; after an error part of them may be there. */
    void append(ByteBuffer... buffers) throws IOException;

    /** Fills {@code into} from {@code offset} until it is full or the file ends; returns the bytes read. */
    int readAt(ByteBuffer into, long offset) throws IOException;

    /** All that had been appended before this is on the medium when it returns. After an error nothing may be believed. */
    void force() throws IOException;

    void truncate(long bytes) throws IOException;

    @Override
    void close() throws IOException;
}
