package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.engine.storage.Database;
import org.deploynet.engine.storage.DatabaseException;
import org.deploynet.engine.storage.NewerVersionException;
import org.deploynet.engine.storage.Schema;
import org.deploynet.engine.storage.Session;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/**
 * Where each piece lies: {@code index.db}, which the segments can always rebuild. Reading is safe from any thread; changes
 * are the committer's, inside {@link #write}.
 */
final class CacheIndex implements AutoCloseable {
    /** Above this its write-ahead log is moved into the file, bytes. */
    static final long WAL_BYTES = 2 * 1024 * 1024;

    private static final int READERS = 4;
    private static final Schema SCHEMA = new Schema(List.of(
            List.of(
                    "create table segment(id integer primary key, epoch integer not null, state integer not null,"
                            + " indexed integer not null, read_at integer not null)",
                    "create table object(no integer primary key, id blob not null unique, bytes integer not null)",
                    "create table site(no integer primary key, id blob not null unique)",
                    "create table piece(object integer, piece integer, segment integer not null, offset integer not"
                            + " null, length integer not null, primary key(object, piece)) without rowid",
                    "create index piece_segment on piece(segment)",
                    "create table layer(object integer, segment integer, part integer, offset integer not null,"
                            + " length integer not null, primary key(object, segment, part)) without rowid",
                    "create index layer_segment on layer(segment)",
                    "create table holder(object integer, site integer, segment integer,"
                            + " primary key(object, site, segment)) without rowid",
                    "create index holder_site on holder(site)",
                    "create index holder_segment on holder(segment)"),
            List.of(
                    // Counting a million rows at each start takes longer than all the rest of it.
                    "create table total(name text primary key, value integer not null) without rowid",
                    "insert into total select 'pieces', count(*) from piece")));

    /** The places of about 4 GB of pieces, some 200 bytes each. */
    private static final int REMEMBERED = 16_384;

    private final AtomicLong changes = new AtomicLong();
    private final Remembered<PieceKey, Found> places = new Remembered<>(changes, REMEMBERED);
    private final Remembered<ObjectId, Long> sizes = new Remembered<>(changes, REMEMBERED);
    private final AtomicLong pieces = new AtomicLong();
    private volatile Path file;
    private volatile Database database;
    private Optional<Database> old = Optional.empty();

    private CacheIndex(Path file, Database database) {
        this.file = file;
        this.database = database;
        countPieces();
    }

    /** Where a payload lies. Offset and length in bytes, without its header. */
    record Place(long segment, long offset, int length) {}

    private record PieceKey(ObjectId id, int piece) {}

    /** A piece and the size of its object. */
    record Found(long objectBytes, Place place) {}

    static CacheIndex open(Path file) throws IOException {
        try {
            return new CacheIndex(file, Database.open(file, SCHEMA, READERS, WAL_BYTES));
        } catch (NewerVersionException e) {
            // The segments are of this version, the marker says so: what the index was told is damage, or of no use
            // here.
            Database.moveAside(file);
            return new CacheIndex(file, Database.open(file, SCHEMA, READERS, WAL_BYTES));
        }
    }

    boolean isDamaged() {
        return database.isDamaged();
    }

    /** Keeps the damaged file aside and begins an empty one; until it is filled, readers find nothing or fail. */
    void beginAnew() throws IOException {
        database.close();
        Database.moveAside(file);
        database = Database.open(file, SCHEMA, READERS, WAL_BYTES);
        changes.incrementAndGet();
        countPieces();
    }

    /** Opens the file again that is at its path now: the one that was open is not. */
    void openAgain() throws IOException {
        database.close();
        try {
            database = Database.open(file, SCHEMA, READERS, WAL_BYTES);
        } catch (DatabaseException e) {
            if (!e.isDamaged()) {
                throw new IOException("cannot open " + file + " again", e);
            }
            beginAnew();
        }
        changes.incrementAndGet();
        countPieces();
    }

    /** Gives up the damaged file that was kept aside. */
    void forgetAside() throws IOException {
        Database.forgetAside(file);
    }

    private void countPieces() {
        pieces.set(database.read(session -> session.number("select value from total where name='pieces'")));
    }

    /** Opens a copy of itself in another file, durable; {@link #goOnIn} takes it into use. For the committer's thread. */
    Database copyTo(Path copy) throws IOException {
        database.copyTo(copy);
        return Database.open(copy, SCHEMA, READERS, WAL_BYTES);
    }

    /** Reads and writes {@code copy} from now on. Who is reading the old file may go on until {@link #closeOld}. */
    void goOnIn(Path moved, Database copy) {
        keepOld(database);
        file = moved;
        database = copy;
    }

    private synchronized void keepOld(Database leaving) {
        old.ifPresent(Database::close);
        old = Optional.of(leaving);
    }

    synchronized void closeOld() {
        old.ifPresent(Database::close);
        old = Optional.empty();
    }

    /** One durable transaction; undone if {@code change} throws. */
    <T> T write(Function<IndexChange, T> change) {
        return counted(() -> database.write(session -> written(change, new IndexChange(session))));
    }

    /** One transaction that a power cut may undo, for what a replay of the open segment would find again. */
    <T> T writeUnforced(Function<IndexChange, T> change) {
        return counted(() -> database.writeUnforced(session -> written(change, new IndexChange(session))));
    }

    private <T> T counted(Supplier<Written<T>> writing) {
        try {
            Written<T> written = writing.get();
            pieces.addAndGet(written.pieces());
            return written.result();
        } finally {
            changes.incrementAndGet();
        }
    }

    private static <T> Written<T> written(Function<IndexChange, T> change, IndexChange in) {
        T result = change.apply(in);
        return new Written<>(result, in.keepTotal());
    }

    /** What a transaction gave, and by how much it changed the number of pieces. */
    private record Written<T>(T result, long pieces) {}

    Optional<Found> find(ObjectId id, int piece) {
        return places.or(new PieceKey(id, piece), () -> ask(id, piece));
    }

    private Optional<Found> ask(ObjectId id, int piece) {
        return database.read(session -> session.first(
                "select o.bytes, p.segment, p.offset, p.length from object o join piece p on p.object=o.no"
                        + " where o.id=? and p.piece=?",
                row -> new Found(row.number(1), place(row, 2)),
                id.toBytes(),
                piece));
    }

    /** Whether anything is indexed of the object; if not, every other question about it has an empty answer. */
    boolean knows(ObjectId id) {
        return database.read(
                session -> session.first("select 1 from object where id=?", row -> true, (Object) id.toBytes())
                        .isPresent());
    }

    /** The size of an object of which at least one piece is kept. */
    Optional<Long> objectBytes(ObjectId id) {
        return sizes.or(
                id,
                () -> database.read(session -> session.first(
                        "select bytes from object o where id=? and exists(select 1 from piece where object=o.no)",
                        row -> row.number(1),
                        id.toBytes())));
    }

    BitSet pieces(ObjectId id) {
        var kept = new BitSet();
        database.read(session -> session.all(
                "select p.piece from object o join piece p on p.object=o.no where o.id=?",
                row -> {
                    kept.set(row.integer(1));
                    return kept;
                },
                id.toBytes()));
        return kept;
    }

    boolean isWhole(ObjectId id) {
        return database.read(session -> session.first(
                        "select o.bytes, count(*) from object o join piece p on p.object=o.no where o.id=? group by"
                                + " o.no",
                        row -> row.number(2) == Pieces.count(row.number(1)),
                        id.toBytes()))
                .orElse(false);
    }

    boolean isHeldBy(KeyId site, ObjectId id) {
        return database.read(session -> session.number(
                        "select count(*) from object o join holder h on h.object=o.no join site s on s.no=h.site"
                                + " where o.id=? and s.id=?",
                        id.toBytes(),
                        SiteBytes.of(site)))
                > 0;
    }

    /** The parts of the object's layer, newest segment first, each in order. */
    List<Place> layerParts(ObjectId id) {
        return database.read(session -> session.all(
                "select l.segment, l.offset, l.length from object o join layer l on l.object=o.no where o.id=?"
                        + " order by l.segment desc, l.part",
                row -> place(row, 1),
                id.toBytes()));
    }

    /** The sites the object is kept for. */
    List<KeyId> holders(ObjectId id) {
        return database.read(session -> session.all(
                "select distinct s.id from object o join holder h on h.object=o.no join site s on s.no=h.site"
                        + " where o.id=?",
                row -> SiteBytes.site(row.bytes(1)),
                (Object) id.toBytes()));
    }

    /** An object kept for one site only, and how many bytes of it. */
    record Owned(ObjectId id, long objectBytes, long keptBytes) {}

    /** What is kept for {@code site} and for no other, what was stored first at the beginning. */
    List<Owned> ownedAlone(KeyId site) {
        return database.read(session -> session.all(
                "select o.id, o.bytes, sum(p.length) from object o join piece p on p.object=o.no where o.no in"
                        + " (select object from holder where site=(select no from site where id=?1)) and not exists"
                        + " (select 1 from holder h where h.object=o.no and h.site<>(select no from site where id=?1))"
                        + " group by o.no order by min(p.segment), o.no",
                row -> new Owned(ObjectId.of(row.bytes(1)), row.number(2), row.number(3)),
                (Object) SiteBytes.of(site)));
    }

    /** The objects of {@code site} of which a segment has pieces. */
    List<ObjectId> heldIn(long segment, KeyId site) {
        return database.read(session -> session.all(
                "select distinct o.id from piece p join object o on o.no=p.object where p.segment=?1 and exists"
                        + " (select 1 from holder h where h.object=o.no and h.site=(select no from site where id=?2))",
                row -> ObjectId.of(row.bytes(1)),
                segment,
                SiteBytes.of(site)));
    }

    /** The sites that a segment names for the object. */
    List<KeyId> holdersIn(ObjectId id, long segment) {
        return database.read(session -> session.all(
                "select s.id from object o join holder h on h.object=o.no join site s on s.no=h.site"
                        + " where o.id=? and h.segment=?",
                row -> SiteBytes.site(row.bytes(1)),
                id.toBytes(),
                segment));
    }

    /** Whether the segment has the object's layer. */
    boolean hasLayer(ObjectId id, long segment) {
        return database.read(session -> session.number(
                        "select count(*) from object o join layer l on l.object=o.no where o.id=? and l.segment=?",
                        id.toBytes(),
                        segment))
                > 0;
    }

    /** All that is indexed of a segment, in the order in which it can be indexed again. */
    List<SegmentKey> keysOf(long segment) {
        return database.read(session -> {
            var keys = new ArrayList<SegmentKey>();
            keys.addAll(session.all(
                    "select o.id, 0, 0, 0, o.bytes, s.id from holder h join object o on o.no=h.object"
                            + " join site s on s.no=h.site where h.segment=?",
                    row -> key(Kind.HOLDER, row, Optional.of(SiteBytes.site(row.bytes(6)))),
                    segment));
            keys.addAll(session.all(
                    "select o.id, l.part, l.length, l.offset, o.bytes from layer l join object o on o.no=l.object"
                            + " where l.segment=?",
                    row -> key(Kind.LAYER, row, Optional.empty()),
                    segment));
            keys.addAll(session.all(
                    "select o.id, p.piece, p.length, p.offset, o.bytes from piece p join object o on o.no=p.object"
                            + " where p.segment=?",
                    row -> key(Kind.PIECE, row, Optional.empty()),
                    segment));
            return keys;
        });
    }

    long keyCount(long segment) {
        return database.read(session -> session.number(
                "select (select count(*) from holder where segment=?1) + (select count(*) from layer where segment=?1)"
                        + " + (select count(*) from piece where segment=?1)",
                segment));
    }

    long keptBytes(KeyId site) {
        return database.read(session -> session.number(
                "select coalesce(sum(length), 0) from piece where object in"
                        + " (select object from holder where site=(select no from site where id=?))",
                (Object) SiteBytes.of(site)));
    }

    /** How many pieces are indexed; kept with every change, never counted. */
    long pieceCount() {
        return pieces.get();
    }

    @Override
    public void close() {
        closeOld();
        database.close();
    }

    private static SegmentKey key(Kind kind, Session.Row row, Optional<KeyId> site) {
        return new SegmentKey(
                kind, ObjectId.of(row.bytes(1)), row.integer(2), row.integer(3), row.number(4), row.number(5), site);
    }

    private static Place place(Session.Row row, int from) {
        return new Place(row.number(from), row.number(from + 1), row.integer(from + 2));
    }
}
