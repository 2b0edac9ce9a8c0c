package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file in WAL mode with {@code synchronous=FULL}: a commit that returned survives a power cut, unless it was said
 * that it need not. One connection writes and moves the log into the file, others read. Safe from any thread.
 */
public final class Database implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 3_000;
    private static final String SUSPECT = ".suspect";
    private static final int PAGE_BYTES = 4096;
    // Below this a full check costs some 10 ms; above it damage is found when it is met.
    private static final long CHECKED_WHOLE_BYTES = 16L * 1024 * 1024;

    private final Path file;
    private final long walBytes;
    private final ReentrantLock writing = new ReentrantLock();
    private final Session writer;
    private final int readers;
    private final Semaphore reading;
    private final Queue<Session> idleReaders = new ConcurrentLinkedQueue<>();
    /** The writer's, under its lock. */
    private boolean forces = true;

    private volatile boolean closed;
    private volatile boolean damaged;

    private Database(Path file, long walBytes, Session writer, int readers) {
        this.file = file;
        this.walBytes = walBytes;
        this.writer = writer;
        this.readers = readers;
        this.reading = new Semaphore(readers, true);
    }

    /**
     * Opens or makes the file and brings it to the schema's version.
     *
     * @param walBytes above this the write-ahead log is moved into the file after a commit
     * @throws DatabaseException the file is damaged
     * @throws NewerVersionException the file was written by a newer version
     */
    public static Database open(Path file, Schema schema, int readers, long walBytes) throws IOException {
        if (Files.exists(sibling(file, SUSPECT))) {
            throw new DatabaseException(
                    file + " was found damaged", DatabaseException.Kind.DAMAGED, new IOException("damaged"));
        }
        Session writer = connect(file, false);
        try {
            bringTo(schema, writer, file);
            return new Database(file, walBytes, writer, readers);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** Renames a damaged file so that a new one can begin, and says to what; the one kept aside before it is replaced. */
    public static Path moveAside(Path file) throws IOException {
        Files.deleteIfExists(sibling(file, "-wal"));
        Files.deleteIfExists(sibling(file, "-shm"));
        if (Files.exists(file)) {
            Files.move(file, sibling(file, ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(sibling(file, SUSPECT));
        return sibling(file, ".damaged");
    }

    /** Gives up the damaged file that was kept aside, if there is one. */
    public static void forgetAside(Path file) throws IOException {
        Files.deleteIfExists(sibling(file, ".damaged"));
    }

    /** Runs {@code work} as one transaction; it is durable when this returns, and undone if it throws. */
    public <T> T write(Function<Session, T> work) {
        return write(work, true);
    }

    /**
     * Runs {@code work} as one transaction that nothing forces to the disk: it survives a kill, but a power cut may undo it,
     * whole, with every later one of its kind, until the next {@link #write} is through. For what can be had again.
     */
    public <T> T writeUnforced(Function<Session, T> work) {
        return write(work, false);
    }

    private <T> T write(Function<Session, T> work, boolean forced) {
        writing.lock();
        try {
            force(forced);
            writer.execute("begin immediate");
            T result = committed(work);
            moveLogWhenLong();
            return result;
        } catch (DatabaseException e) {
            note(e);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    // A connection that failed is not lent again: its statements may be in any state.
    private <T> T read(Session session, Function<Session, T> work) {
        try {
            T result = work.apply(session);
            idleReaders.add(session);
            return result;
        } catch (DatabaseException e) {
            note(e);
            session.close();
            throw e;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Writes all of it into a new file, which is durable when this returns; one that is there is replaced. */
    public void copyTo(Path copy) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", SUSPECT)) {
            Files.deleteIfExists(sibling(copy, suffix));
        }
        writing.lock();
        // A connection of its own, as SQLite refuses this while one has statements that were not run to their end.
        Session copying = connect(file, false);
        try {
            copying.execute("vacuum into '" + copy.toString().replace("'", "''") + "'");
        } catch (DatabaseException e) {
            note(e);
            throw e;
        } finally {
            copying.close();
            writing.unlock();
        }
        // SQLite does not force what it writes so: https://www.sqlite.org/lang_vacuum.html
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Whether any statement met a broken file. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Runs a query on a connection of its own; keep it short, it holds back the log. */
    public <T> T read(Function<Session, T> work) {
        holdReaders(1);
        try {
            Session idle = idleReaders.poll();
            Session session = idle != null ? idle : connect(file, true);
            return read(session, work);
        } finally {
            reading.release();
        }
    }

    @Override
    public void close() {
        writing.lock();
        // A second time happens: an index that could not be begun anew is closed already when that is tried again.
        if (closed) {
            writing.unlock();
            return;
        }
        holdReaders(readers);
        try {
            closed = true;
            idleReaders.forEach(Session::close);
            writer.close();
        } finally {
            reading.release(readers);
            writing.unlock();
        }
    }

    // The log is one file: the force of a commit takes all before it along.
    // https://www.sqlite.org/pragma.html#pragma_synchronous
    private void force(boolean now) {
        if (forces != now) {
            writer.execute(now ? "pragma synchronous=full" : "pragma synchronous=normal");
            forces = now;
        }
    }

    private <T> T committed(Function<Session, T> work) {
        try {
            T result = work.apply(writer);
            writer.execute("commit");
            return result;
        } catch (RuntimeException | Error e) {
            undo(e);
            throw e;
        }
    }

    // After some errors SQLite has rolled back by itself already.
    private void undo(Throwable cause) {
        try {
            writer.execute("rollback");
        } catch (DatabaseException e) {
            cause.addSuppressed(e);
        }
    }

    // Readers that follow each other without a gap would keep SQLite's own checkpoint from ever starting the log anew,
    // so
    // they are all held for a moment.
    private void moveLogWhenLong() {
        if (lengthOf(sibling(file, "-wal")) <= walBytes) {
            return;
        }
        holdReaders(readers);
        try {
            writer.execute("pragma wal_checkpoint(truncate)");
        } finally {
            reading.release(readers);
        }
    }

    // A kill may come before anybody acts on it; the next start must know even if the file is too long to be checked.
    private void note(DatabaseException e) {
        if (e.isDamaged() && !damaged) {
            damaged = true;
            try {
                Files.writeString(sibling(file, SUSPECT), "");
            } catch (IOException cannot) {
                e.addSuppressed(cannot);
            }
        }
    }

    private void holdReaders(int count) {
        reading.acquireUninterruptibly(count);
        if (closed) {
            reading.release(count);
            throw new DatabaseException(file + " is closed", DatabaseException.Kind.OTHER, new IOException("closed"));
        }
    }

    private static Session connect(Path file, boolean readOnly) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setPageSize(PAGE_BYTES);
        config.setJournalSizeLimit(PAGE_BYTES);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
        // Else the driver prepares and runs one more query behind each insert.
        config.setGetGeneratedKeys(false);
        if (readOnly) {
            // A file that is gone is not made anew by whoever reads.
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        try {
            var session = new Session(JDBC.createConnection(JDBC.PREFIX + file, config.toProperties()));
            if (readOnly) {
                session.execute("pragma query_only=true");
            }
            return session;
        } catch (SQLException e) {
            throw Session.failed("open " + file, e);
        }
    }

    private static void bringTo(Schema schema, Session writer, Path file) throws IOException {
        long version = writer.number("pragma user_version");
        if (version > schema.version()) {
            throw new NewerVersionException(file, version, schema.version());
        }
        if (version < 0) {
            throw damaged(file, new IOException("version " + version));
        }
        checkWhenSmall(writer, file);
        Shape found = migrated(schema, version, writer, file);
        if (!found.equals(Shape.of(schema))) {
            throw damaged(file, new IOException("it has " + found.parts()));
        }
    }

    private static Shape migrated(Schema schema, long from, Session writer, Path file) {
        try {
            for (long step = from; step < schema.version(); step++) {
                writer.execute("begin immediate");
                schema.steps().get((int) step).forEach(writer::execute);
                writer.execute("pragma user_version=" + (step + 1));
                writer.execute("commit");
            }
            return Shape.of(writer);
        } catch (DatabaseException e) {
            // A step that does not fit what is there: the file is not what its version says.
            throw e.kind() == DatabaseException.Kind.OTHER ? damaged(file, e) : e;
        }
    }

    private static DatabaseException damaged(Path file, Exception why) {
        return new DatabaseException(file + " is damaged: " + why.getMessage(), DatabaseException.Kind.DAMAGED, why);
    }

    private static void checkWhenSmall(Session writer, Path file) {
        if (lengthOf(file) > CHECKED_WHOLE_BYTES) {
            return;
        }
        String verdict =
                writer.first("pragma quick_check(1)", row -> row.text(1)).orElse("no answer");
        if (!verdict.equals("ok")) {
            throw damaged(file, new IOException(verdict));
        }
    }

    private static long lengthOf(Path file) {
        return file.toFile().length();
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
