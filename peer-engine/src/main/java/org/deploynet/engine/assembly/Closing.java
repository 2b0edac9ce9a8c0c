package org.deploynet.engine.assembly;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, closed in the reverse order; one that fails to close does not keep the others open. One thread at a time. */
final class Closing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "closing " + part.getClass().getSimpleName() + " failed",
                        e);
            }
        }
    }
}
