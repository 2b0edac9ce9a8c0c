package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.List;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/** What signed orders told us to refuse for ever, kept in the state so that it outlives every index. Safe from any thread. */
final class Purges {
    private final StateStore state;

    Purges(StateStore state) {
        this.state = state;
    }

    /** Durable when it returns. */
    void add(PurgeOrder order) {
        List<byte[]> keys = order.objects().isEmpty()
                ? List.of(SiteBytes.of(order.site()))
                : order.objects().stream().map(id -> key(order.site(), id)).toList();
        state.mark(keys);
    }

    boolean names(KeyId site, ObjectId id) {
        return state.isMarked(SiteBytes.of(site)) || state.isMarked(key(site, id));
    }

    private static byte[] key(KeyId site, ObjectId id) {
        return ByteBuffer.allocate(SiteBytes.BYTES + ObjectId.BYTES)
                .put(SiteBytes.of(site))
                .put(id.toBytes())
                .array();
    }
}
