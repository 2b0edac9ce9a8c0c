package org.deploynet.engine.cache;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deploynet.engine.cache.CacheIndex.Found;
import org.deploynet.engine.cache.CacheIndex.Place;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.protocol.content.ObjectId;

/** The latest pieces found rotten, to see whether they come back. Safe from any thread. */
final class RotBook {
    private static final System.Logger LOG = System.getLogger(RotBook.class.getName());
    private static final int MOST = 100;

    private record Piece(ObjectId id, int piece) {}

    private final Map<Piece, Place> rotten = new LinkedHashMap<>();
    private long mended;

    synchronized void note(ObjectId id, int piece, Place place) {
        if (rotten.size() < MOST) {
            rotten.put(new Piece(id, piece), place);
        }
    }

    /** How many of them have been kept again, at another place, so far; a broken index tells of no new ones. */
    synchronized long mended(CacheIndex index) {
        try {
            forgetMended(index);
        } catch (DatabaseException e) {
            LOG.log(Level.DEBUG, "the index cannot be read now", e);
        }
        return mended;
    }

    private void forgetMended(CacheIndex index) {
        int before = rotten.size();
        rotten.entrySet()
                .removeIf(each -> index.find(each.getKey().id(), each.getKey().piece())
                        .map(Found::place)
                        .filter(now -> !now.equals(each.getValue()))
                        .isPresent());
        mended += before - rotten.size();
    }
}
