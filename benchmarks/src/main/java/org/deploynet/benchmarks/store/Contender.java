package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A way to keep objects of one piece. All promise the same: what {@link #put} returned from survives a power cut. */
interface Contender extends AutoCloseable {
    /** From many threads. */
    void put(Item item) throws Exception;

    /** The bytes as they were read; not verified yet. */
    Optional<ByteBuffer> get(Item item) throws Exception;

    /** Durable when it returns. */
    void delete(List<Item> items, List<Item> others) throws Exception;

    @Override
    void close() throws IOException;

    /** Opens one in a folder, or opens it again there. */
    interface Opener {
        Contender open() throws Exception;
    }
}
