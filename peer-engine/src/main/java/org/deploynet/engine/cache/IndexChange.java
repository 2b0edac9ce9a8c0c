package org.deploynet.engine.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.deploynet.engine.cache.CacheIndex.Place;
import org.deploynet.engine.storage.Session;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** What one index transaction may do. For the committer's thread, inside the transaction. */
final class IndexChange {
    private final Session session;
    private final Map<ObjectId, Long> numbers = new HashMap<>();
    private final Map<KeyId, Long> sites = new HashMap<>();
    private final Set<ObjectId> held = new HashSet<>();
    private long pieces;

    IndexChange(Session session) {
        this.session = session;
    }

    /** Changes nothing, durably: whether the index can be written is known when this is through. */
    int touch() {
        return session.run("update total set value=value where name='pieces'");
    }

    /** To be called last in the transaction; returns by how much it changed the number of pieces. */
    long keepTotal() {
        if (pieces != 0) {
            session.run("update total set value=value+? where name='pieces'", pieces);
        }
        return pieces;
    }

    /** How far a segment's life has gone. */
    enum State {
        OPEN(0),
        SEALED(1),
        /** Its force failed: what lies behind the indexed length is never believed. */
        POISONED(2),
        /** Its rows go, then its file. */
        DROPPED(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        static State of(int code) {
            return Arrays.stream(values())
                    .filter(state -> state.code == code)
                    .findFirst()
                    .orElse(DROPPED);
        }
    }

    /** What the index knows of a segment; {@code indexed} bytes of it are accounted for. */
    record SegmentRow(long id, int epoch, State state, long indexed, long readAtMillis) {}

    List<SegmentRow> segments() {
        return session.all(
                "select id, epoch, state, indexed, read_at from segment order by id",
                row -> new SegmentRow(
                        row.number(1), (int) row.number(2), State.of(row.integer(3)), row.number(4), row.number(5)));
    }

    void segment(SegmentFile segment, State state, long indexed) {
        session.run(
                "insert into segment values(?,?,?,?,?) on conflict(id) do update set"
                        + " state=excluded.state, indexed=excluded.indexed, read_at=excluded.read_at",
                segment.id(),
                segment.epoch(),
                state.code,
                indexed,
                segment.lastReadMillis());
    }

    void readAt(long segment, long millis) {
        session.run("update segment set read_at=? where id=?", millis, segment);
    }

    /** A segment that was never indexed gets its row here, so that start-up removes its file. */
    void markDropped(SegmentFile segment) {
        segment(segment, State.DROPPED, 0);
    }

    /** Indexes what was appended; returns the pieces that are new. A piece that was copied lies at its new place now. */
    int addKeys(SegmentFile segment, List<SegmentKey> keys) {
        int added = 0;
        for (SegmentKey key : keys) {
            var place = new Place(segment.id(), key.offset(), key.length());
            switch (key.kind()) {
                case HOLDER -> addHolder(key.id(), key.objectBytes(), key.site().orElseThrow(), segment.id());
                case LAYER -> addLayer(key.id(), key.objectBytes(), key.part(), place);
                case PIECE -> added += addOrMove(key, place);
                case KEYS, SEAL -> {}
            }
        }
        return added;
    }

    /** Indexes what a scan found. What is refused is left out, and so is a piece that nobody holds. Returns the new pieces. */
    int replayKeys(long segment, List<SegmentKey> keys, BiPredicate<KeyId, ObjectId> refused) {
        int added = 0;
        for (SegmentKey key : keys) {
            var place = new Place(segment, key.offset(), key.length());
            if (key.kind() == RecordHeader.Kind.HOLDER
                    && !refused.test(key.site().orElseThrow(), key.id())) {
                addHolder(key.id(), key.objectBytes(), key.site().orElseThrow(), segment);
            } else if (key.kind() == RecordHeader.Kind.LAYER && hasHolder(key.id())) {
                addLayer(key.id(), key.objectBytes(), key.part(), place);
            } else if (key.kind() == RecordHeader.Kind.PIECE && hasHolder(key.id())) {
                added += addPiece(key.id(), key.objectBytes(), key.part(), place) ? 1 : 0;
            }
        }
        return added;
    }

    private int addOrMove(SegmentKey key, Place place) {
        if (addPiece(key.id(), key.objectBytes(), key.part(), place)) {
            return 1;
        }
        movePiece(key.id(), key.part(), place);
        return 0;
    }

    void forgetSegment(long segment) {
        session.run("delete from segment where id=?", segment);
    }

    Optional<Long> object(ObjectId id) {
        return session.first("select no from object where id=?", row -> row.number(1), id.toBytes());
    }

    long objectNumber(ObjectId id, long objectBytes) {
        return numbers.computeIfAbsent(
                id,
                missing -> session.first(
                                "insert into object(id, bytes) values(?,?) on conflict do nothing returning no",
                                row -> row.number(1),
                                id.toBytes(),
                                objectBytes)
                        .or(() -> object(id))
                        .orElseThrow());
    }

    /** False if it was indexed already; what was first stays. */
    boolean addPiece(ObjectId id, long objectBytes, int piece, Place place) {
        int added = session.run(
                "insert or ignore into piece values(?,?,?,?,?)",
                objectNumber(id, objectBytes),
                piece,
                place.segment(),
                place.offset(),
                place.length());
        pieces += added;
        return added > 0;
    }

    void addLayer(ObjectId id, long objectBytes, int part, Place place) {
        session.run(
                "insert or replace into layer values(?,?,?,?,?)",
                objectNumber(id, objectBytes),
                place.segment(),
                part,
                place.offset(),
                place.length());
    }

    void addHolder(ObjectId id, long objectBytes, KeyId site, long segment) {
        session.run(
                "insert or ignore into holder values(?,?,?)", objectNumber(id, objectBytes), siteNumber(site), segment);
        held.add(id);
    }

    boolean hasHolder(ObjectId id) {
        if (!held.contains(id)
                && session.number(
                                "select exists(select 1 from holder where object=(select no from object where id=?))",
                                (Object) id.toBytes())
                        > 0) {
            held.add(id);
        }
        return held.contains(id);
    }

    /** The objects kept for a site. */
    List<ObjectId> objectsOf(KeyId site) {
        return session.all(
                "select id from object where no in"
                        + " (select object from holder where site=(select no from site where id=?))",
                row -> ObjectId.of(row.bytes(1)),
                (Object) SiteBytes.of(site));
    }

    /** Moves a piece that was copied. */
    void movePiece(ObjectId id, int piece, Place to) {
        session.run(
                "update piece set segment=?, offset=?, length=? where object=(select no from object where id=?)"
                        + " and piece=?",
                to.segment(),
                to.offset(),
                to.length(),
                id.toBytes(),
                piece);
    }

    /** Gives up what is kept of the object for this site; the pieces go with the last holder. Returns how many went. */
    int dropHolder(ObjectId id, KeyId site) {
        Optional<Long> object = object(id);
        if (object.isEmpty()) {
            return 0;
        }
        session.run("delete from holder where object=? and site=?", object.get(), siteNumber(site));
        held.remove(id);
        return hasHolder(id) ? 0 : dropObject(object.get());
    }

    /** Drops one piece if it still lies at that place; returns how many went. */
    int dropPiece(ObjectId id, int piece, Place place) {
        return gone(session.run(
                "delete from piece where object=(select no from object where id=?) and piece=? and segment=?"
                        + " and offset=?",
                id.toBytes(),
                piece,
                place.segment(),
                place.offset()));
    }

    /** Drops all of an object that lies in one segment: its layer there cannot be read. Returns the pieces that went. */
    int dropFromSegment(ObjectId id, long segment) {
        return object(id).map(object -> dropFromSegment(object, segment)).orElse(0);
    }

    /** Drops what lies behind {@code bytes} in a segment that lost its end. Returns the pieces that went. */
    int dropBehind(long segment, long bytes) {
        session.run("delete from layer where segment=? and offset+length>?", segment, bytes);
        return gone(session.run("delete from piece where segment=? and offset+length>?", segment, bytes));
    }

    private int gone(int count) {
        pieces -= count;
        return count;
    }

    /** Drops the rows of up to {@code limit} objects in a segment; returns the objects that were left and the pieces. */
    Dropped dropSome(long segment, int limit) {
        List<Long> objects = session.all(
                "select object from piece where segment=?1 union select object from holder where segment=?1"
                        + " union select object from layer where segment=?1 limit ?2",
                row -> row.number(1),
                segment,
                limit);
        int dropped = 0;
        for (long object : objects) {
            dropped += dropFromSegment(object, segment);
        }
        return new Dropped(objects.size(), dropped);
    }

    /** How much one step of dropping a segment took. */
    record Dropped(int objects, int pieces) {}

    /** Sealed segments in which no piece is indexed any more. */
    List<Long> emptySegments() {
        return session.all(
                "select id from segment s where state in (?, ?)"
                        + " and not exists(select 1 from piece where segment=s.id)",
                row -> row.number(1),
                State.SEALED.code,
                State.POISONED.code);
    }

    /** The segments that hold pieces of an object. */
    List<Long> segmentsOf(ObjectId id) {
        return session.all(
                "select distinct segment from piece where object=(select no from object where id=?)",
                row -> row.number(1),
                (Object) id.toBytes());
    }

    private int dropFromSegment(long object, long segment) {
        session.run("delete from layer where object=? and segment=?", object, segment);
        // A site's claim is written where there was room, and not beside the pieces: while pieces stay, so does the
        // claim.
        session.run(
                "insert or ignore into holder"
                        + " select object, site, (select segment from piece where object=?1 and segment<>?2 limit 1)"
                        + " from holder where object=?1 and segment=?2"
                        + " and exists(select 1 from piece where object=?1 and segment<>?2)",
                object,
                segment);
        session.run("delete from holder where object=? and segment=?", object, segment);
        int dropped = gone(session.run("delete from piece where object=? and segment=?", object, segment));
        session.run(
                "delete from object where no=?1 and not exists(select 1 from piece where object=?1)"
                        + " and not exists(select 1 from holder where object=?1)"
                        + " and not exists(select 1 from layer where object=?1)",
                object);
        forgetKnown();
        return dropped;
    }

    private int dropObject(long object) {
        session.run("delete from layer where object=?", object);
        int dropped = gone(session.run("delete from piece where object=?", object));
        session.run("delete from object where no=?", object);
        forgetKnown();
        return dropped;
    }

    private void forgetKnown() {
        numbers.clear();
        held.clear();
    }

    private long siteNumber(KeyId site) {
        return sites.computeIfAbsent(site, missing -> {
            byte[] id = SiteBytes.of(site);
            session.run("insert or ignore into site(id) values(?)", (Object) id);
            return session.number("select no from site where id=?", (Object) id);
        });
    }
}
