package org.deploynet.engine.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.cache.CacheIndex.Place;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the segments of a round a bite at a time, the oldest first, and gives up what rotted. For the scrubber's thread;
 * {@link #round} and {@link #mended} from any.
 */
final class ScrubWalk {
    private static final long BITE_BYTES = 1024 * 1024;
    // A bad sector takes a few pieces; a disk that is gone takes all.
    private static final int GONE_AFTER_UNREADABLE = 16;

    private final Shelf shelf;
    private final PieceReader reader;
    private final PieceReader.Rot rot;
    private final RotBook book = new RotBook();
    private final List<Find> unreadable = new ArrayList<>();
    private volatile ScrubRound round;
    private ScrubRound beforeUnreadable;
    private @Nullable SegmentCheck check;

    private record Find(long segment, SegmentKey key) {}

    ScrubWalk(Shelf shelf, PieceReader reader, PieceReader.Rot rot, ScrubRound round) {
        this.shelf = shelf;
        this.reader = reader;
        this.rot = rot;
        this.round = round;
        this.beforeUnreadable = round;
    }

    ScrubRound round() {
        return round;
    }

    /** Pieces that were found rotten and are kept again. */
    long mended() {
        return book.mended(shelf.index());
    }

    void begin(long nowMillis, boolean requested) {
        letGo();
        long newest =
                shelf.segments().all().stream().mapToLong(SegmentFile::id).max().orElse(0);
        round = ScrubRound.begin(nowMillis, requested, newest);
    }

    void unhurried() {
        round = round.unhurried();
    }

    /** Keeps no more in memory than the position. */
    void letGo() {
        check = null;
        if (!unreadable.isEmpty()) {
            round = beforeUnreadable;
            unreadable.clear();
        }
    }

    /** Checks about a MiB, or goes to the next segment; returns the bytes read. */
    long bite() {
        SegmentCheck now = check;
        if (now == null) {
            open();
            return 0;
        }
        long read = now.read(BITE_BYTES, new Notes(now));
        if (now.isOver()) {
            round = round.at(now.segment() + 1, 0);
            check = null;
        } else {
            round = round.at(now.segment(), now.offset());
        }
        return read;
    }

    /** Whether so much in a row cannot be read that the disk may be gone; then the position is the first of it. */
    boolean failed() {
        return unreadable.size() >= GONE_AFTER_UNREADABLE;
    }

    private void open() {
        Optional<SegmentFile> next = shelf.segments().all().stream()
                .filter(segment -> segment.id() >= round.segment() && segment.id() <= round.through())
                .min(Comparator.comparingLong(SegmentFile::id));
        if (next.isEmpty()) {
            unreadable.clear();
            round = round.end();
            return;
        }
        long offset = next.get().id() == round.segment() ? round.offset() : 0;
        round = round.at(next.get().id(), offset);
        check = new SegmentCheck(
                next.get(),
                shelf.index().keysOf(next.get().id()),
                offset,
                key -> reader.layer(key.id(), key.objectBytes()));
    }

    /** A piece that cannot be read while its neighbours can is as lost as a rotten one. */
    private final class Notes implements SegmentCheck.Findings {
        private final long segment;

        Notes(SegmentCheck of) {
            this.segment = of.segment();
        }

        @Override
        public void good(SegmentKey key) {
            count(key);
            unreadable.forEach(this::drop);
            unreadable.clear();
        }

        @Override
        public void rotten(SegmentKey key) {
            count(key);
            drop(new Find(segment, key));
        }

        @Override
        public void unreadable(SegmentKey key) {
            if (unreadable.isEmpty()) {
                beforeUnreadable = round.at(segment, key.offset());
            }
            count(key);
            unreadable.add(new Find(segment, key));
        }

        private void count(SegmentKey key) {
            round = round.checked(key.kind() == Kind.PIECE ? 1 : 0, key.length());
        }

        private void drop(Find find) {
            round = round.rotten();
            SegmentKey key = find.key();
            if (key.kind() == Kind.PIECE) {
                var place = new Place(find.segment(), key.offset(), key.length());
                book.note(key.id(), key.part(), place);
                rot.piece(key.id(), key.part(), place);
            } else {
                rot.layer(key.id(), find.segment());
            }
        }
    }
}
