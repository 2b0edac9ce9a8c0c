package org.deploynet.engine.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.engine.cache.policy.Heat;
import org.deploynet.protocol.content.ObjectId;

/**
 * Saves from a segment that is about to go what is worth it, in room that was set aside for that: so the quota holds while
 * both copies are there, and never more than a part of a segment is written again. For the committer's thread.
 */
final class Rescuer {
    private final Shelf shelf;
    private final PieceMover mover;
    private final SiteRules rules;
    private final long mostBytes;
    private final Reservation aside;

    Rescuer(Shelf shelf, PieceMover mover, SiteRules rules) {
        this.shelf = shelf;
        this.mover = mover;
        this.rules = rules;
        this.mostBytes = withOverhead(Heat.mostRescued(shelf.segmentBytes()));
        this.aside = new Reservation(shelf.room(), 0);
    }

    // The index grows with what is rescued, and an object is introduced again.
    private static long withOverhead(long bytes) {
        return bytes / 2 * 3;
    }

    /** Sets room aside at start; a cache that is full then gets it from what it evicts. */
    void begin() {
        if (shelf.room().reserve(mostBytes)) {
            aside.add(mostBytes);
        }
    }

    /** Sets aside again what the last rescue used, of {@code freedBytes} that nobody else was promised. */
    void replenish(long freedBytes) {
        long missing = Math.min(mostBytes - aside.left(), freedBytes);
        if (missing > 0) {
            shelf.room().hold(missing);
            aside.add(missing);
        }
    }

    /** Whether a pinned site has pieces in the segment, which must not go without them. */
    boolean isPinned(SegmentFile segment) {
        return rules.pinned().stream()
                .anyMatch(site -> !shelf.index().heldIn(segment.id(), site).isEmpty());
    }

    /**
     * Writes what is worth it in {@code victim} again, as far as the room set aside goes; returns the bytes. Empty if the
     * segment must stay: not all that is pinned in it could be saved.
     */
    OptionalLong rescueFrom(SegmentFile victim) throws IOException {
        var rescued = new ArrayList<SegmentKey>();
        var lost = new ArrayList<SegmentKey>();
        var budget = new Budget(Heat.mostRescued(victim.bytes()), aside.left());
        boolean pinned = false;
        for (Worthy piece : mostWorthyFirst(victim)) {
            pinned |= piece.isPinned();
            if (piece.worth() > 0 && budget.allows(piece.key())) {
                rescued.add(piece.key());
            } else if (piece.isPinned()) {
                return OptionalLong.empty();
            } else {
                lost.add(piece.key());
            }
        }
        PieceMover.Moved moved = mover.move(rescued, aside);
        shelf.counters().rescuedBytes.add(moved.bytes());
        if (pinned && moved.left() > 0) {
            return OptionalLong.empty();
        }
        lost.forEach(key -> shelf.heat().dropped(key.heatKey()));
        return OptionalLong.of(moved.bytes());
    }

    private record Worthy(SegmentKey key, int worth) {
        static final int PINNED = Integer.MAX_VALUE;

        boolean isPinned() {
            return worth == PINNED;
        }
    }

    private List<Worthy> mostWorthyFirst(SegmentFile victim) {
        var pinned = new HashSet<ObjectId>();
        rules.pinned().forEach(site -> pinned.addAll(shelf.index().heldIn(victim.id(), site)));
        return shelf.index().keysOf(victim.id()).stream()
                .filter(key -> key.kind() == Kind.PIECE)
                .map(key -> new Worthy(
                        key,
                        pinned.contains(key.id()) ? Worthy.PINNED : shelf.heat().worth(key.heatKey())))
                .sorted(Comparator.comparingInt(Worthy::worth).reversed())
                .toList();
    }

    /** What is left to spend, of the victim's bytes and of the room. For one thread. */
    private static final class Budget {
        private final Set<ObjectId> introduced = new HashSet<>();
        private long bytesLeft;
        private long roomLeft;

        Budget(long bytes, long room) {
            this.bytesLeft = bytes;
            this.roomLeft = room;
        }

        boolean allows(SegmentKey piece) {
            long bytes = RecordHeader.recordBytes(piece.length());
            long introduction = introduced.contains(piece.id()) ? 0 : Room.neededToIntroduce(piece.objectBytes());
            long room = introduction + Room.needed(piece.length());
            if (bytes > bytesLeft || room > roomLeft) {
                return false;
            }
            introduced.add(piece.id());
            bytesLeft -= bytes;
            roomLeft -= room;
            return true;
        }
    }
}
