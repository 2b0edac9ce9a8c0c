package org.deploynet.engine.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The segments whose files stay open between two readers: those read last, {@link #MOST} of them. Safe from any thread. */
final class OpenFiles {
    private static final int MOST = 32;

    private final LinkedHashSet<SegmentFile> longestIdleFirst = new LinkedHashSet<>();

    /** A reader is done with {@code segment}. */
    void read(SegmentFile segment) throws IOException {
        Optional<SegmentFile> eldest = add(segment);
        if (eldest.isPresent()) {
            eldest.get().closeIfIdle();
        }
    }

    private synchronized Optional<SegmentFile> add(SegmentFile segment) {
        longestIdleFirst.remove(segment);
        longestIdleFirst.add(segment);
        return longestIdleFirst.size() > MOST ? Optional.of(longestIdleFirst.removeFirst()) : Optional.empty();
    }

    /** Nobody reads any more. */
    void close() throws IOException {
        for (SegmentFile segment : takeAll()) {
            segment.closeIfIdle();
        }
    }

    private synchronized List<SegmentFile> takeAll() {
        var all = new ArrayList<>(longestIdleFirst);
        longestIdleFirst.clear();
        return all;
    }
}
