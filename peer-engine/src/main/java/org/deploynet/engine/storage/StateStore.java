package org.deploynet.engine.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What must outlive the cache, in {@code state.db}: counters, highest sequences, what was purged, what moved when. Each change is durable
 * when its call returns. Safe from any thread.
 */
public final class StateStore implements AutoCloseable {
    /** Above this its write-ahead log is moved into the file, bytes. */
    public static final long WAL_BYTES = 256 * 1024;

    private static final System.Logger LOG = System.getLogger(StateStore.class.getName());
    private static final Schema SCHEMA = new Schema(List.of(
            List.of(
                    "create table counter(name text primary key, value integer not null) without rowid",
                    "create table mark(key blob primary key) without rowid"),
            List.of("""
                    create table moved(step integer not null, at integer not null, up integer not null,
                        down integer not null, pieces integer not null, measured integer not null,
                        confirmed integer not null, primary key(step, at)) without rowid""", """
                    create table site_day(day integer not null, site text not null, up integer not null,
                        measured integer not null, primary key(day, site)) without rowid"""),
            List.of("create table note(name text primary key, value text not null) without rowid"),
            List.of("create table nat_class(at integer primary key, class text not null)"),
            List.of("""
                    create table transfer(number integer primary key autoincrement, id text not null unique,
                        at integer not null, site text not null, microcredits integer not null, state text not null,
                        why text not null)""")));
    private static final int READERS = 2;

    private final Database database;
    private final Optional<Path> keptAside;

    private StateStore(Database database, Optional<Path> keptAside) {
        this.database = database;
        this.keptAside = keptAside;
    }

    /** Opens or makes {@code state.db} in the folder; a damaged one is kept aside and a new one begun. */
    public static StateStore open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("state.db");
        try {
            return new StateStore(Database.open(file, SCHEMA, READERS, WAL_BYTES), Optional.empty());
        } catch (DatabaseException e) {
            if (!e.isDamaged()) {
                throw new IOException("cannot open " + file, e);
            }
            LOG.log(Level.ERROR, "the engine's state is damaged, kept aside as state.db.damaged", e);
            Path aside = Database.moveAside(file);
            return new StateStore(Database.open(file, SCHEMA, READERS, WAL_BYTES), Optional.of(aside));
        }
    }

    /** Where the damaged state lies that was kept aside at this start: counters and purges began anew. */
    public Optional<Path> keptAside() {
        return keptAside;
    }

    /** 0 if it was never counted. */
    public long counter(String name) {
        return database.read(session -> session.number("select value from counter where name=?", name));
    }

    /** The counters whose names begin with {@code prefix}, by name. */
    public Map<String, Long> counters(String prefix) {
        var found = new TreeMap<String, Long>();
        database.read(session -> session.all(
                "select name, value from counter where name >= ?1 and substr(name, 1, length(?1)) = ?1",
                row -> found.put(row.text(1), row.number(2)),
                prefix));
        return found;
    }

    /** Adds to all of them in one transaction. */
    public void addAll(Map<String, Long> amounts) {
        database.write(session -> {
            amounts.forEach((name, amount) -> session.run(
                    "insert into counter values(?,?) on conflict(name) do update set value=value+excluded.value",
                    name,
                    amount));
            return amounts.size();
        });
    }

    /** Sets the counter to {@code value} unless it is higher already. */
    public void raise(String name, long value) {
        database.write(session -> session.run(
                "insert into counter values(?,?) on conflict(name) do update set value=max(value, excluded.value)",
                name,
                value));
    }

    /** A word kept under a name. */
    public Optional<String> note(String name) {
        return database.read(session -> session.first("select value from note where name=?", row -> row.text(1), name));
    }

    /** The notes whose names begin with {@code prefix}, by name. */
    public Map<String, String> notes(String prefix) {
        var found = new TreeMap<String, String>();
        database.read(session -> session.all(
                "select name, value from note where name >= ?1 and substr(name, 1, length(?1)) = ?1",
                row -> found.put(row.text(1), row.text(2)),
                prefix));
        return found;
    }

    /** Durable when it returns; fine if there is none. */
    public void dropNote(String name) {
        database.write(session -> session.run("delete from note where name=?", name));
    }

    /** Keeps all of them in one transaction, in the place of earlier ones. */
    public void keepNotes(Map<String, String> notes) {
        database.write(session -> {
            notes.forEach((name, value) -> session.run(
                    "insert into note values(?,?) on conflict(name) do update set value=excluded.value", name, value));
            return notes.size();
        });
    }

    /** Remembers the keys for ever, all in one transaction. */
    public void mark(Collection<byte[]> keys) {
        database.write(session -> {
            keys.forEach(key -> session.run("insert or ignore into mark values(?)", (Object) key));
            return keys.size();
        });
    }

    public void unmark(Collection<byte[]> keys) {
        database.write(session -> {
            keys.forEach(key -> session.run("delete from mark where key=?", (Object) key));
            return keys.size();
        });
    }

    /** The remembered keys that begin with {@code prefix}. */
    public List<byte[]> marksFrom(byte[] prefix) {
        return database.read(session -> session.all(
                "select key from mark where key >= ?1 and substr(key, 1, length(?1)) = ?1",
                row -> row.bytes(1),
                (Object) prefix));
    }

    public boolean isMarked(byte[] key) {
        return database.read(session -> session.number("select count(*) from mark where key=?", (Object) key)) > 0;
    }

    /** Runs {@code work} as one transaction; it is durable when this returns, and undone if it throws. */
    public <T> T write(Function<Session, T> work) {
        return database.write(work);
    }

    public <T> T read(Function<Session, T> work) {
        return database.read(work);
    }

    @Override
    public void close() {
        database.close();
    }
}
