package org.deploynet.signaling.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The server's one SQLite file, with one connection that one thread owns. Whoever calls waits until the commit is forced to
 * disk; those who wait at the same time share one. Safe from any thread.
 */
public final class Database implements AutoCloseable {
    /** Work inside one transaction; what it changed is gone if it throws. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private static final int QUEUE = 4096;
    private static final int MAX_BATCH = 512;

    private final Connection connection;
    private final BlockingQueue<Job<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread owner;
    private volatile boolean closing;

    private Database(Connection connection) {
        this.connection = connection;
        this.owner = Thread.ofPlatform().name("signaling-database").unstarted(this::serve);
    }

    /** @throws Schema.Newer if a newer version of this program wrote the file */
    public static Database open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            // NORMAL loses acknowledged commits at a power cut (measured), and a ticket or a credit may not be lost.
            Sql.run(connection, "PRAGMA journal_mode=WAL");
            Sql.run(connection, "PRAGMA synchronous=FULL");
            Sql.run(connection, "PRAGMA foreign_keys=ON");
            // Under load every page is written again and again: more of that happens once if the log is longer, 32 MiB.
            Sql.run(connection, "PRAGMA wal_autocheckpoint=8000");
            connection.setAutoCommit(false);
            Schema.bringUpToDate(connection);
            Statements.keep(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        var database = new Database(connection);
        database.owner.start();
        return database;
    }

    /** Runs {@code work} and returns after it is durable. */
    public <T> T call(Work<T> work) {
        return submit(work).join();
    }

    /**
     * Runs one after the other and returns after all are durable, with one commit where they fit into it. Each is a transaction
     * as with {@link #call}: the first that failed is thrown at the end, and the others stand. Where one fails, the others may be run twice, of
     * which once is taken back.
     */
    public <T> List<T> callAll(List<Work<T>> works) {
        // A savepoint for each costs as much as a third of a receipt's other statements, and hardly any is ever used.
        Job<List<T>> together = submit(connection -> runAll(connection, works));
        together.await();
        if (!together.failed()) {
            return together.join();
        }
        List<Job<T>> jobs = works.stream().map(this::submit).toList();
        jobs.forEach(Job::await);
        return jobs.stream().map(Job::join).toList();
    }

    private static <T> List<T> runAll(Connection connection, List<Work<T>> works) throws SQLException {
        List<T> results = new ArrayList<>();
        for (Work<T> work : works) {
            results.add(work.run(connection));
        }
        return results;
    }

    private <T> Job<T> submit(Work<T> work) {
        if (closing) {
            throw new IllegalStateException("the database is closed");
        }
        var job = new Job<>(work);
        try {
            queue.put(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the database had room", e);
        }
        if (closing && !owner.isAlive()) {
            refuseLeft();
        }
        return job;
    }

    /** Everything asked before is finished; what is asked afterwards is refused. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        owner.interrupt();
        try {
            owner.join();
            refuseLeft();
            Statements.close(connection);
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("could not close the database", e);
        }
    }

    private void serve() {
        while (!closing) {
            try {
                serveBatch(queue.take());
            } catch (InterruptedException e) {
                // Only close() interrupts.
            }
        }
        for (Job<?> left = queue.poll(); left != null; left = queue.poll()) {
            serveBatch(left);
        }
    }

    private void serveBatch(Job<?> first) {
        List<Job<?>> batch = new ArrayList<>();
        batch.add(first);
        queue.drainTo(batch, MAX_BATCH - 1);
        batch.forEach(job -> job.attempt(connection));
        try {
            connection.commit();
        } catch (SQLException e) {
            rollback();
            batch.forEach(job -> job.fail(e));
        }
        batch.forEach(Job::deliver);
    }

    // For callers who slipped in between the owner's last look at the queue and its end.
    private void refuseLeft() {
        for (Job<?> left = queue.poll(); left != null; left = queue.poll()) {
            left.fail(new IllegalStateException("the database is closed"));
            left.deliver();
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException("could not take back a failed commit", e);
        }
    }

    /** One caller's work and what became of it; delivered only after the commit. */
    private static final class Job<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private Runnable outcome = () -> {};

        Job(Work<T> work) {
            this.work = work;
        }

        // A job that fails takes back its own changes only: the others of its batch are strangers.
        void attempt(Connection connection) {
            try {
                Savepoint before = connection.setSavepoint();
                try {
                    T value = work.run(connection);
                    connection.releaseSavepoint(before);
                    outcome = () -> done.complete(value);
                } catch (SQLException | RuntimeException | AssertionError e) {
                    connection.rollback(before);
                    fail(e);
                }
            } catch (SQLException e) {
                fail(e);
            }
        }

        void fail(Throwable why) {
            outcome = () -> done.completeExceptionally(why);
        }

        void deliver() {
            outcome.run();
        }

        void await() {
            done.handle((value, why) -> true).join();
        }

        boolean failed() {
            return done.isCompletedExceptionally();
        }

        T join() {
            try {
                return done.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException refused) {
                    throw refused;
                }
                throw new IllegalStateException("the database refused", e.getCause());
            }
        }
    }
}
