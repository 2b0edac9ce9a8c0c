package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/** What signed orders told us to refuse for ever, kept in the state so that it outlives every index. Safe from any thread. */
final class Purges {
    private static final byte UNFINISHED = 'u';

    private final StateStore state;
    /** Most sites were never purged anything of, and need no look into the state. */
    private final Set<KeyId> concerned = ConcurrentHashMap.newKeySet();

    Purges(StateStore state) {
        this.state = state;
        state.marksFrom(new byte[0]).stream()
                .filter(key -> key.length == SiteBytes.BYTES || key.length == SiteBytes.BYTES + ObjectId.BYTES)
                .forEach(key -> concerned.add(SiteBytes.site(Arrays.copyOf(key, SiteBytes.BYTES))));
    }

    /** What of an order is not known to be deleted yet: an object of the site, or all of it. */
    record Unfinished(KeyId site, Optional<ObjectId> object) {}

    /** Durable when it returns; the order counts as unfinished until {@link #finished}. */
    void add(PurgeOrder order) {
        var keys = new ArrayList<>(keys(order));
        keys.addAll(unfinishedKeys(order));
        state.mark(keys);
        concerned.add(order.site());
    }

    /** What the order named is deleted. */
    void finished(PurgeOrder order) {
        state.unmark(unfinishedKeys(order));
    }

    void finished(Unfinished purge) {
        state.unmark(List.of(unfinished(
                purge.object().map(id -> key(purge.site(), id)).orElseGet(() -> SiteBytes.of(purge.site())))));
    }

    /** What an earlier run was told to delete and may not have: a kill came between. */
    List<Unfinished> unfinished() {
        return state.marksFrom(new byte[] {UNFINISHED}).stream()
                .filter(key -> key.length == 1 + SiteBytes.BYTES || key.length == 1 + SiteBytes.BYTES + ObjectId.BYTES)
                .map(Purges::read)
                .toList();
    }

    boolean names(KeyId site, ObjectId id) {
        return concerned.contains(site) && (state.isMarked(SiteBytes.of(site)) || state.isMarked(key(site, id)));
    }

    private static Unfinished read(byte[] key) {
        KeyId site = SiteBytes.site(Arrays.copyOfRange(key, 1, 1 + SiteBytes.BYTES));
        byte[] object = Arrays.copyOfRange(key, 1 + SiteBytes.BYTES, key.length);
        return new Unfinished(site, object.length == 0 ? Optional.empty() : Optional.of(ObjectId.of(object)));
    }

    private static List<byte[]> keys(PurgeOrder order) {
        return order.objects().isEmpty()
                ? List.of(SiteBytes.of(order.site()))
                : order.objects().stream().map(id -> key(order.site(), id)).toList();
    }

    private static List<byte[]> unfinishedKeys(PurgeOrder order) {
        return keys(order).stream().map(Purges::unfinished).toList();
    }

    private static byte[] unfinished(byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(UNFINISHED).put(key).array();
    }

    private static byte[] key(KeyId site, ObjectId id) {
        return ByteBuffer.allocate(SiteBytes.BYTES + ObjectId.BYTES)
                .put(SiteBytes.of(site))
                .put(id.toBytes())
                .array();
    }
}
