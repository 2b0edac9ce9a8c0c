package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.engine.cache.IndexChange.SegmentRow;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.protocol.content.ObjectId;

/** Where a closed cache keeps its pieces, for those who want to spoil them. */
public final class Places {
    private Places() {}

    /** The payload of one piece: its file, and where in it, in bytes. */
    public record Payload(ObjectId id, Path file, long offset, int length) {}

    /** Every indexed piece, in the index's order. */
    public static List<Payload> payloads(Path cache) throws IOException {
        var found = new ArrayList<Payload>();
        try (CacheIndex index = CacheIndex.open(cache.resolve("index.db"))) {
            for (SegmentRow row : index.write(IndexChange::segments)) {
                Path file = cache.resolve("segments").resolve("%010d-%08x.seg".formatted(row.id(), row.epoch()));
                for (SegmentKey key : index.keysOf(row.id())) {
                    if (key.kind() == Kind.PIECE) {
                        found.add(new Payload(key.id(), file, key.offset(), key.length()));
                    }
                }
            }
        }
        return found;
    }
}
